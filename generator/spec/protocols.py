"""The protocols of SNS: what each takes, and what it needs. Data alone.

Source: SNS API, Subscribe (``Protocol``, ``Endpoint``, ``SubscriptionRoleArn``, ``RawMessageDelivery``); SNS Developer
Guide, "Raw message delivery", "Message delivery retries", "Cross-Region delivery" and "HTTP/S subscription
authorization". ``tests/unit/test_facts.py`` compares these with the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.spec.fact_types import ArnOf, Like
from generator.spec.facts import APPLICATION, FUNCTION, QUEUE, STREAM


class Protocol(NamedTuple):
    """A protocol: what an endpoint is, and what a subscription has to say besides.

    ``raw`` says whether messages may come without SNS's envelope, ``role`` whether SNS needs one, ``retries`` whether
    the subscription may say how often SNS tries, ``anywhere`` whether the endpoint may be in another Region than the
    topic. ``outside`` is what nobody but the user can do, with ``{endpoint}`` and ``{topic}``.
    """

    endpoint: ArnOf | Like
    raw: bool = False
    role: bool = False
    retries: bool = False
    anywhere: bool = True
    outside: str = ""


def _mail(what: str) -> Protocol:
    address = Like(r"[^@\s]+@[^@\s]+", "an address such as mail-team@example.com", "a mail address")
    confirm = f"{{endpoint}} gets a mail{what} from SNS and must confirm the subscription."
    return Protocol(address, outside=confirm)


def _web(scheme: str) -> Protocol:
    url = Like(rf"(?i:{scheme}://)\S+", f"a URL that begins with {scheme}://", f"a URL of {scheme}")
    confirm = (
        "{endpoint} gets a message of the type SubscriptionConfirmation from SNS and must confirm the subscription:"
        " by a request to the SubscribeURL in it."
    )
    return Protocol(url, raw=True, retries=True, outside=confirm)


PROTOCOLS: Mapping[str, Protocol] = {
    "email": _mail(""),
    "email-json": _mail(" in JSON"),
    "https": _web("https"),
    "http": _web("http"),
    "sqs": Protocol(
        QUEUE,
        raw=True,
        outside="The policy of the queue {endpoint} must let sns.amazonaws.com send messages for the topic {topic}; it is"
        " not part of this module. Where the queue has a key, its policy must let sns.amazonaws.com use it.",
    ),
    "lambda": Protocol(FUNCTION),
    "firehose": Protocol(
        STREAM,
        raw=True,
        role=True,
        anywhere=False,
        outside="The role of the subscription must let sns.amazonaws.com assume it, and put records into {endpoint}.",
    ),
    "sms": Protocol(
        Like(r"\+?[\d .()/-]{3,}", "a phone number such as +15550100", "a phone number"),
        outside="{endpoint} gets text messages only where the account may send any: in the SMS sandbox the number must"
        " be verified.",
    ),
    "application": Protocol(
        APPLICATION,
        anywhere=False,
        outside="The endpoint {endpoint} must be there: an app makes it with the SNS API.",
    ),
}
