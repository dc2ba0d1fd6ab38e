"""SES API v2 of the local AWS, over the store that API v1 has: a set made by one is seen by the other.

Paths, members and errors: AWS's model of the API in botocore. An absent boolean is false, as the SDK of the provider
leaves false out. Of a set, AWS always answers reputation and sending options, the other groups where they were set;
whether it answers a TLS policy that nobody set is not known: ``tls_always`` decides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias
from urllib.parse import unquote

from moto.backends import get_backend

from generator.samples import Origin, event
from generator.spec.base import EVERY_EVENT_TYPE, TLS_POLICIES, VALUE_SOURCES
from generator.spec.validators import send_case
from tests.support.ses_server import (
    ACCOUNT,
    SesError,
    SesSet,
    Store,
    create_destination,
    create_set,
    delete_destination,
    update_destination,
)

Body: TypeAlias = dict[str, Any]

PREFIX = "/v2/email/"
SERVED = tuple(
    f"{PREFIX}{what}" for what in ("configuration-sets", "identities", "tags", "outbound-emails")
)
"""What the paths begin with that are answered here."""
_SIMULATOR = {
    "success": ("send", "delivery"),
    "bounce": ("send", "bounce"),
    "complaint": ("send", "delivery", "complaint"),
    "ooto": ("send", "delivery"),
    "suppressionlist": ("send", "bounce"),
}
"""What mail to an address of the mailbox simulator leads to."""
_NEWER = {send_case(word): word for word in (*EVERY_EVENT_TYPE, *TLS_POLICIES, *VALUE_SOURCES)}
_OLDER = {word: newer for newer, word in _NEWER.items()}
_KINDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "SnsDestination": ("SNSDestination", {"TopicArn": "TopicARN"}),
    "KinesisFirehoseDestination": (
        "KinesisFirehoseDestination",
        {"DeliveryStreamArn": "DeliveryStreamARN", "IamRoleArn": "IAMRoleARN"},
    ),
    "CloudWatchDestination": ("CloudWatchDestination", {}),
    "EventBridgeDestination": ("EventBridgeDestination", {}),
    "PinpointDestination": ("PinpointDestination", {}),
}
_ERRORS = {
    "ConfigurationSetDoesNotExist": (404, "NotFoundException"),
    "IdentityDoesNotExist": (404, "NotFoundException"),
    "EventDestinationDoesNotExist": (404, "NotFoundException"),
    "ConfigurationSetAlreadyExists": (400, "AlreadyExistsException"),
    "EventDestinationAlreadyExists": (400, "AlreadyExistsException"),
    "LimitExceeded": (400, "LimitExceededException"),
}
OPTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "delivery-options": (
        "DeliveryOptions",
        ("TlsPolicy", "MaxDeliverySeconds", "SendingPoolName"),
    ),
    "reputation-options": ("ReputationOptions", ("ReputationMetricsEnabled",)),
    "sending": ("SendingOptions", ("SendingEnabled",)),
    "tracking-options": ("TrackingOptions", ("CustomRedirectDomain", "HttpsPolicy")),
    "suppression-options": ("SuppressionOptions", ("SuppressedReasons",)),
    "vdm-options": ("VdmOptions", ("DashboardOptions", "GuardianOptions")),
}
_FLAGS = ("ReputationMetricsEnabled", "SendingEnabled")


def answer(store: Store, method: str, path: str, given: Body) -> tuple[int, str]:
    """Carry out a request; the status and the JSON of the answer."""
    try:
        return 200, json.dumps(_route(store, method, path, given))
    except SesError as error:
        status, code = _ERRORS.get(error.code, (400, "BadRequestException"))
        return status, json.dumps({"__type": code, "message": str(error)})


def operation(method: str, path: str) -> str:
    """What a request asks for, as the log names it: the API's word for it."""
    steps = path.removeprefix(PREFIX).split("/")
    if steps == ["outbound-emails"]:
        return "SendEmail"
    what = {"configuration-sets": "ConfigurationSet", "identities": "EmailIdentity"}.get(
        steps[0], "Tags"
    )
    if len(steps) > 2 and what == "ConfigurationSet":
        what += "EventDestination" if steps[2] == "event-destinations" else "Options"
    return {"GET": "Get", "POST": "Create", "PUT": "Update", "DELETE": "Delete"}[method] + what


def _route(store: Store, method: str, path: str, given: Body) -> Body:
    steps = [unquote(step) for step in path.removeprefix(PREFIX).split("/")]
    match method, steps:
        case "POST", ["configuration-sets"]:
            return _create(store, given)
        case "GET", ["configuration-sets"]:
            return {"ConfigurationSets": sorted(store.sets)}
        case "GET", ["configuration-sets", name]:
            return _describe(store, name)
        case "DELETE", ["configuration-sets", name]:
            _found(store, name)
            del store.sets[name]
        case "PUT", ["configuration-sets", name, option] if option in OPTIONS:
            # The options of the deliverability manager come in an object of their own.
            _put(_found(store, name), option, given.get(OPTIONS[option][0], given))
        case _, ["configuration-sets", name, "event-destinations", *rest]:
            return _event_destinations(store, method, name, rest, given)
        case _, ["identities", *rest]:
            return _identities(store, method, rest, given)
        case _, ["tags"]:
            return _tags(store, method, given)
        case "POST", ["outbound-emails"]:
            return _send(store, given)
        case _:
            raise SesError("NotFound", f"{method} {path} is not served")
    return {}


def _send(store: Store, given: Body) -> Body:
    """Accept mail to the mailbox simulator, and publish what happens to it to the topics of its set."""
    found, origin = _found(store, given["ConfigurationSetName"]), Origin(region=store.region)
    types = [
        type_
        for address in given["Destination"]["ToAddresses"]
        for type_ in _SIMULATOR[address.removesuffix("@simulator.amazonses.com")]
    ]
    for item in found.destinations.values():
        topic = item.get("SNSDestination", {}).get("TopicARN")
        for type_ in types if topic and item["Enabled"] == "true" else ():
            if type_ in item["MatchingEventTypes"]:
                message = json.dumps(event(type_, origin).record)
                get_backend("sns")[ACCOUNT][store.region].publish(message, topic)
    return {"MessageId": "0102-example"}


def _event_destinations(store: Store, method: str, name: str, rest: list[str], given: Body) -> Body:
    match method, rest:
        case "GET", []:
            found = _found(store, name).destinations.values()
            return {"EventDestinations": [newer(one) for one in found]}
        case "POST", []:
            create_destination(store, _destination(name, given["EventDestinationName"], given))
        case "PUT", [destination]:
            update_destination(store, _destination(name, destination, given))
        case _:
            parameters = {"ConfigurationSetName": name, "EventDestinationName": rest[0]}
            delete_destination(store, parameters)
    return {}


def _found(store: Store, name: str) -> SesSet:
    if name not in store.sets:
        message = f"Configuration set <{name}> does not exist."
        raise SesError("ConfigurationSetDoesNotExist", message)
    return store.sets[name]


def _create(store: Store, given: Body) -> Body:
    name = given["ConfigurationSetName"]
    create_set(store, {"ConfigurationSet": {"Name": name}})
    for option, (group, _) in OPTIONS.items():
        if group in given:
            _put(store.sets[name], option, given[group])
    store.sets[name].options["Tags"] = {tag["Key"]: tag["Value"] for tag in given.get("Tags", [])}
    return {}


def _put(found: SesSet, option: str, given: Body) -> None:
    """Replace a group of options; one with nothing in it is as if it had never been set."""
    group, members = OPTIONS[option]
    values = {key: given[key] for key in members if given.get(key) is not None}
    for flag in set(members) & set(_FLAGS):
        values[flag] = "true" if given.get(flag) else "false"
    if "TlsPolicy" in values:
        values["TlsPolicy"] = _NEWER[values["TlsPolicy"]]
    if group in {"ReputationOptions", "SendingOptions"}:
        found.options.setdefault("ReputationOptions", {}).update(values)
    else:
        found.options[group] = values


def _describe(store: Store, name: str) -> Body:
    options = _found(store, name).options
    reputation = {"ReputationMetricsEnabled": "false", "SendingEnabled": "true"}
    reputation |= options.get("ReputationOptions", {})
    flags = {key: value == "true" for key, value in reputation.items()}
    tags = options.get("Tags", {})
    result: Body = {
        "ConfigurationSetName": name,
        "ReputationOptions": {"ReputationMetricsEnabled": flags["ReputationMetricsEnabled"]},
        "SendingOptions": {"SendingEnabled": flags["SendingEnabled"]},
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }
    for group in ("TrackingOptions", "SuppressionOptions", "VdmOptions", "DeliveryOptions"):
        values: Body = dict(options.get(group, {}))
        if "TlsPolicy" in values:
            values["TlsPolicy"] = _OLDER[values["TlsPolicy"]]
        elif group == "DeliveryOptions" and store.tls_always:
            values["TlsPolicy"] = "OPTIONAL"
        if values or (group == "SuppressionOptions" and group in options):
            result[group] = values
    return result


def _identities(store: Store, method: str, rest: list[str], given: Body) -> Body:
    """Identities: of each the default configuration set, which must be there."""
    name = given["EmailIdentity"] if method == "POST" else rest[0]
    if method != "POST" and name not in store.identities:
        message = f"Email identity {name} does not exist."
        raise SesError("IdentityDoesNotExist", message)
    if given.get("ConfigurationSetName"):
        _found(store, given["ConfigurationSetName"])
    match method, rest[1:]:
        case "GET", []:
            return store.identities[name]
        case "DELETE", []:
            del store.identities[name]
        case _:
            kind = "EMAIL_ADDRESS" if "@" in name else "DOMAIN"
            default = {"ConfigurationSetName": given.get("ConfigurationSetName")}
            store.identities[name] = {
                "IdentityType": kind,
                "VerifiedForSendingStatus": True,
            } | default
    return {}


def _tags(store: Store, method: str, given: Body) -> Body:
    _, kind, name = given["ResourceArn"].replace(":", "/").rsplit("/", 2)
    if kind == "identity":
        return {"Tags": []}
    tags = _found(store, name).options.setdefault("Tags", {})
    if method == "POST":
        tags.update({tag["Key"]: tag["Value"] for tag in given["Tags"]})
    elif method == "DELETE":
        for key in given["TagKeys"]:
            tags.pop(key, None)
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def _destination(set_name: str, name: str, given: Body) -> Body:
    """The parameters of API v1 that say the same."""
    item = given.get("EventDestination", {})
    older: Body = {
        "Name": name,
        "Enabled": "true" if item.get("Enabled") else "false",
        "MatchingEventTypes": [_NEWER.get(one, one) for one in item.get("MatchingEventTypes", [])],
    }
    for kind, (word, members) in _KINDS.items():
        if item.get(kind):
            older[word] = _renamed(item[kind], members, _NEWER)
    return {"ConfigurationSetName": set_name, "EventDestination": older}


def newer(item: Body) -> Body:
    """An event destination of the store as API v2 answers it."""
    result: Body = {
        "Name": item["Name"],
        "Enabled": item["Enabled"] == "true",
        "MatchingEventTypes": [_OLDER[one] for one in item["MatchingEventTypes"]],
    }
    for kind, (word, members) in _KINDS.items():
        if word in item:
            back = {older: newer for newer, older in members.items()}
            result[kind] = _renamed(item[word], back, _OLDER)
    return result


def _renamed(block: Body, members: Mapping[str, str], words: Mapping[str, str]) -> Body:
    result = {members.get(key, key): value for key, value in block.items()}
    dimensions = result.get("DimensionConfigurations")
    if dimensions:
        result["DimensionConfigurations"] = [
            one | {"DimensionValueSource": words.get(source, source)}
            for one in dimensions
            for source in [one["DimensionValueSource"]]
        ]
    return result
