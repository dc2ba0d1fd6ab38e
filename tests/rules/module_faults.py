"""Specs with one fault each in what a module makes besides sets and event destinations, by kind.

The place is marked with § as in ``corpus.py``.
"""

from __future__ import annotations

from textwrap import indent

from tests.rules.corpus import MARK, Case

_QUEUE = "arn:aws:sqs:eu-west-1:123456789012:bounces"
_TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call"
_SET = """\
configuration_sets:
  mail:
{options}    event_destinations:
      feedback:
        enabled: true
        matching_types: [bounce, complaint]
{body}"""


def _spec(body: str = f"sns: {_TOPIC}\n", options: str = "", more: str = "") -> str:
    return _SET.format(options=indent(options, " " * 4), body=indent(body, " " * 8)) + more


def _topic(body: str) -> str:
    return _spec("sns:\n  topic:\n" + indent(body, " " * 4))


def _subscribed(*subscriptions: str) -> str:
    """A topic with subscriptions; the mark before a whole one begins its text."""
    marked = (one.removeprefix(MARK) for one in subscriptions)
    lines = "".join(
        f"  - {MARK * one.startswith(MARK)}{{{inner}}}\n"
        for one, inner in zip(subscriptions, marked, strict=True)
    )
    return _topic("name: feedback\nsubscriptions:\n" + lines)


def _filter(policy: str, more: str = "") -> str:
    return _subscribed(f"protocol: sqs, endpoint: '{_QUEUE}'{more}, filter_policy: {policy}")


def _alarms(text: str) -> str:
    return _spec(options=f"reputation_metrics_enabled: true\nalarms: {{{text}}}\n")


def _stream(text: str, more: str = "") -> str:
    return _spec(f"firehose:\n  stream: {{{text}}}\n{more}")


_BUCKET = "bucket_arn: 'arn:aws:s3:::mail-events'"
_SECOND = """\
      second:
        enabled: true
        matching_types: [send]
"""
_KINDS: dict[str, list[tuple[str, str, str]]] = {
    "subscriptions": [
        ("address that is none", "SES140", _subscribed("protocol: email, endpoint: §ops")),
        ("http for https", "SES140", _subscribed("protocol: https, endpoint: §'http://a.example.com'")),
        ("name of a queue", "SES140", _subscribed("protocol: sqs, endpoint: §bounces")),
        ("raw delivery to a mailbox", "SES141", _subscribed("protocol: email, endpoint: a@example.com, raw_message_delivery: §true")),
        ("stream without a role", "SES142", _subscribed("§protocol: firehose, endpoint: 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/a'")),
        ("scope that is none", "SES143", _filter("{eventType: [Bounce]}", ", filter_policy_scope: §Body")),
        ("scope of attributes", "SES144", _filter("{eventType: [Bounce]}", ", filter_policy_scope: §MessageAttributes")),
        ("filter by a text", "SES146", _filter("{eventType: §Bounce}")),
        ("key of notifications", "SES147", _filter("{notificationType: §[Bounce]}")),
        ("protocol that is none", "SES148", _subscribed("protocol: §pigeon, endpoint: a@example.com")),
        ("FIFO queue", "SES150", _subscribed(f"protocol: sqs, endpoint: §'{_QUEUE}.fifo'")),
        ("dead letters to a topic", "SES152", _subscribed(f"protocol: sqs, endpoint: '{_QUEUE}', redrive_policy: {{deadLetterTargetArn: §'{_TOPIC}'}}")),
        ("subscribed twice", "SES155", _subscribed(f"protocol: sqs, endpoint: '{_QUEUE}'", f"§protocol: sqs, endpoint: '{_QUEUE}', label: second")),
        ("value in lower case", "SES156", _filter("{eventType: [§bounce]}")),
        ("event that is not published", "SES157", _filter("{eventType: [§Delivery]}")),
    ],
    "alarms": [
        ("rate in per cent", "MOD010", _alarms(f"bounce_rate: §5, actions: ['{_TOPIC}']")),
        ("rate of nothing", "MOD010", _alarms(f"complaint_rate: §0, actions: ['{_TOPIC}']")),
        ("alarm after the pause", "MOD011", _alarms(f"bounce_rate: §0.2, actions: ['{_TOPIC}']")),
        ("alarm that tells nobody", "MOD012", _alarms("bounce_rate: 0.05").replace("alarms: ", "alarms: §")),
        ("action that is not an ARN", "MOD013", _alarms("bounce_rate: 0.05, actions: [§ops]")),
        ("queue as action", "MOD013", _alarms(f"bounce_rate: 0.05, actions: [§'{_QUEUE}']")),
        ("action of another Region", "MOD014", _alarms(f"bounce_rate: 0.05, actions: [§'{_TOPIC.replace('eu-west-1', 'us-east-1')}']")),
        ("period of seven seconds", "MOD015", _alarms(f"bounce_rate: 0.05, period: §7, actions: ['{_TOPIC}']")),
        ("missing data that are none", "MOD015", _alarms(f"bounce_rate: 0.05, treat_missing_data: §ok, actions: ['{_TOPIC}']")),
        ("more data points than periods", "MOD015", _alarms(f"bounce_rate: 0.05, datapoints_to_alarm: §3, actions: ['{_TOPIC}']")),
    ],
    "Regions": [
        ("topic apart from its set", "SES063", _spec(f"sns: §{_TOPIC}\n", "region: us-east-1\n")),
        ("Region without SES", "SES120", _spec(options="region: §ap-east-1\n", body="sns: ${var.topic}\n", more="variables: {topic: {}}\n")),
        ("Region of China", "SES121", _spec(options="region: §cn-north-1\n", body="sns: ${var.topic}\n", more="variables: {topic: {}}\n")),
        ("event destination elsewhere", "SES125", _spec(f"sns: {_TOPIC}\nprovider: §aws.us\n")),
        ("Region in raw HCL", "MOD009", _spec(f'sns: {_TOPIC}\nraw_hcl: §region = "eu-west-1"\n', "region: eu-west-1\n")),
        ("Region for an old provider", "SES109", _spec(options="region: §eu-west-1\n", more="terraform: {aws_provider: '~> 5.0'}\n")),
    ],
    "names of parts": [
        ("blank in the name of a topic", "SES068", _topic("name: §mail feedback\n")),
        ("name of a FIFO topic", "SES061", _topic("name: §feedback.fifo\n")),
        ("slash in the name of a stream", "SES050", _stream(f"{_BUCKET}, name: §a/b")),
        ("buffer of a second too many", "SES050", _stream(f"{_BUCKET}, buffering_interval: §901")),
        ("bucket by its name", "SES050", _stream("bucket_arn: §mail-events")),
        ("blank in the name of a role", "SES052", _stream(_BUCKET, "  role: {name: §to firehose}\n")),
        ("prefix of errors", "SES057", _stream(f"{_BUCKET}, error_output_prefix: §'!{{timestamp:yyyy}}/'")),
        ("one role name twice", "MOD020", _stream(f"{_BUCKET}, name: a", "  role: {name: ses}\n") + _SECOND + f"        firehose: {{stream: {{{_BUCKET}, name: b}}, role: {{name: §ses}}}}\n"),
        ("one topic, two descriptions", "MOD001", _topic("name: feedback\n") + _SECOND + "        sns: {topic: §{name: feedback, kms_key: true}}\n"),
        ("two keys for a topic", "MOD002", _topic("name: feedback\nkms_key: §true\nkms_master_key_id: alias/mail\n")),
    ],
    "references": [
        ("topic that nothing declares", "TF004", _spec("sns: §${aws_sns_topic.feedback.arn}\n")),
        ("local value that nothing declares", "TF004", _spec("sns: §'${local.prefix}:feedback'\n")),
        ("data source that nothing declares", "TF004", _spec(f"sns: {_TOPIC}\nname: §feedback-${{data.aws_region.here.id}}\n")),
        ("dependency that nothing declares", "TF004", _spec(f"sns: {_TOPIC}\ndepends_on: [§module.queue]\n")),
        ("topic by another label", "TF004", _topic("name: feedback\n") + _SECOND + "        sns: §${aws_sns_topic.fedback.arn}\n"),
    ],
}  # fmt: skip
MODULE_CASES = {
    kind: [Case(name, code, text) for name, code, text in cases] for kind, cases in _KINDS.items()
}
"""The cases by kind."""
