"""Specs with one fault each: the place is marked with § before the value or key concerned.

Fragments stand beside a healthy event destination (see ``tests/support/rules.py``); the others are
whole specs. The faults are those that AWS, Terraform or nobody finds in hand-written files.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.rules import whole

SNS = "arn:aws:sns:eu-west-1:123456789012:deliveries"
STREAM = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/events"
ROLE = "arn:aws:iam::123456789012:role/ses"
MARK = "§"


@dataclass(frozen=True)
class Case:
    """A spec with one fault: the code, and the line and column of the mark."""

    name: str
    code: str
    marked: str

    @property
    def text(self) -> str:
        return self.marked.replace(MARK, "")

    @property
    def place(self) -> tuple[int, int]:
        before = self.marked.partition(MARK)[0]
        return before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


def block(kind: str, types: str = "[delivery]", rest: str = "") -> str:
    """An event destination in block style."""
    return f"x:\n  enabled: true\n  matching_types: {types}\n{rest}{kind}"


def sns(arn: str, **kwargs: str) -> str:
    return block(f"  sns: {arn}\n", **kwargs)


def hose(stream: str, role: str = ROLE) -> str:
    return block(f"  firehose:\n    stream_arn: {stream}\n    role_arn: {role}\n", "all")


def dimension(name: str = "campaign", source: str = "messageTag", default: str = "none") -> str:
    return f"    - dimension_name: {name}\n      value_source: {source}\n      default_value: {default}\n"


def cloudwatch(*dimensions: str, types: str = "[delivery]") -> str:
    return block("  cloudwatch:\n" + "".join(dimensions), types)


def api(destination: str, types: str = '["delivery"]', name: str = '"x"') -> str:
    """A set as the API answers it, in JSON."""
    feedback = (
        '{"Name": "f", "Enabled": true, "MatchingEventTypes": ["bounce", "complaint"],'
        ' "SNSDestination": {"TopicARN": "arn:aws:sns:eu-west-1:123456789012:feedback"}}'
    )
    one = f'{{"Name": {name}, "Enabled": true, "MatchingEventTypes": {types}, {destination}}}'
    return f'{{"ConfigurationSet": {{"Name": "mail"}},\n "EventDestinations": [{feedback},\n  {one}]}}\n'


_FLOW = "x: {{enabled: true, matching_types: {types}, {kind}}}\n"
_FRAGMENTS: list[tuple[str, str, str]] = [
    ("no destination", "SES005", "§x:\n  enabled: true\n  matching_types: [delivery]\n"),
    ("no destination, flow", "SES005", "x: §{enabled: true, matching_types: [delivery]}\n"),
    (
        "two destinations",
        "SES006",
        "§" + sns(SNS) + f"  firehose: {{stream_arn: {STREAM}, role_arn: {ROLE}}}\n",
    ),
    ("no event types", "SES008", sns(SNS, types="§[]")),
    ("event types left out", "SES008", f"§x:\n  enabled: true\n  sns: {SNS}\n"),
    ("event in capitals", "SES009", sns(SNS, types="[send, §Delivery]")),
    ("event of v2", "SES170", sns(SNS, types="[§DELIVERY_DELAY]")),
    ("event in a list over lines", "SES009", sns(SNS, types="\n    - send\n    - §opened")),
    ("event, flow", "SES009", _FLOW.format(types="[§Send]", kind=f"sns: '{SNS}'")),
    ("enabled left out", "SES012", f"§x:\n  matching_types: [delivery]\n  sns: {SNS}\n"),
    ("blank in a name", "SES001", sns(SNS, rest="  name: §my deliveries\n")),
    ("slash in a name", "SES001", sns(SNS, rest='  name: §"a/b"\n')),
    ("long name", "SES001", sns(SNS, rest=f"  name: §{'a' * 65}\n")),
    ("illegal part of a template", "SES001", sns(SNS, rest="  name: §${local.env}-boun ces\n")),
    ("set by a bad name", "SES002", sns(SNS, rest="  configuration_set_name: §my set\n")),
    (
        "set by its ARN",
        "SES003",
        sns(SNS, rest="  configuration_set_name: §${aws_ses_configuration_set.mail.arn}\n"),
    ),
    ("empty set", "SES004", sns(SNS, rest="  configuration_set_name: §''\n")),
    ("the same name twice", "SES014", sns(SNS, rest="  name: §feedback\n")),
    ("set by name, made here", "SES017", sns(SNS, rest="  configuration_set_name: §mail\n")),
    ("blank in a dimension", "SES020", cloudwatch(dimension("§my campaign"))),
    ("empty dimension", "SES020", cloudwatch(dimension("§''"))),
    ("leading colon", "SES022", cloudwatch(dimension("§':x'"))),
    ("blank in a default", "SES023", cloudwatch(dimension(default="§not set"))),
    ("colon in a default", "SES023", cloudwatch(dimension(default="§a:b"))),
    ("value source", "SES024", cloudwatch(dimension(source="§MESSAGETAG"))),
    ("value source that is none", "SES024", cloudwatch(dimension(source="§emailAddress"))),
    (
        "eleven dimensions",
        "SES025",
        block("  §cloudwatch:\n" + "".join(dimension(f"d{n}") for n in range(11))),
    ),
    ("dimension twice", "SES026", cloudwatch(dimension(), dimension("§campaign", default="other"))),
    ("unknown automatic tag", "SES028", cloudwatch(dimension("§ses:sourceip"))),
    ("tag with a colon", "SES029", cloudwatch(dimension("§mail:campaign"))),
    (
        "automatic tag as header",
        "SES030",
        cloudwatch(dimension("ses:configuration-set", "§emailHeader")),
    ),
    ("excluded header", "SES031", cloudwatch(dimension("§From", "emailHeader"))),
    ("header with a colon", "SES032", cloudwatch(dimension("§'X-Mailer:'", "emailHeader"))),
    ("link tag without click", "SES033", cloudwatch(dimension("link", "§linkTag"))),
    ("link tag with a colon", "SES034", cloudwatch(dimension("§a:b", "linkTag"), types="[click]")),
    ("costly dimension", "SES035", cloudwatch(dimension("§ses:source-ip"))),
    ("data stream", "SES040", hose("§arn:aws:kinesis:eu-west-1:123456789012:stream/events")),
    ("stream that is not an ARN", "SES040", hose("§events")),
    ("data stream by reference", "SES041", hose("§${aws_kinesis_stream.events.arn}")),
    ("user for a role", "SES042", hose(STREAM, "§arn:aws:iam::123456789012:user/ses")),
    ("role with a Region", "SES042", hose(STREAM, "§arn:aws:iam:eu-west-1:123456789012:role/ses")),
    ("role by name", "SES042", hose(STREAM, "§${aws_iam_role.ses.name}")),
    ("swapped", "SES043", hose("§" + ROLE, STREAM)),
    ("empty ARN", "SES044", sns("§''")),
    ("stream elsewhere", "SES045", hose("§" + STREAM.replace("eu-west-1", "eu-central-1"))),
    ("role of another account", "SES046", hose(STREAM, "§arn:aws:iam::999999999999:role/ses")),
    ("stream name", "SES048", hose("§" + STREAM + "/x")),
    ("queue for a topic", "SES060", sns("§arn:aws:sqs:eu-west-1:123456789012:q")),
    ("queue by reference", "SES060", sns("§${aws_sqs_queue.q.arn}")),
    ("topic by name", "SES060", sns("§${aws_sns_topic.t.name}")),
    ("FIFO topic", "SES061", sns("§" + SNS + ".fifo")),
    ("subscription", "SES062", sns("§" + SNS + ":6b0e71bd-7e97-4d97-80ce-4a0994e55286")),
    ("topic elsewhere", "SES063", sns("§" + SNS.replace("eu-west-1", "us-east-1"))),
    ("topic of another account", "SES064", sns("§" + SNS.replace("123456789012", "999999999999"))),
    ("topic name", "SES065", sns("§" + SNS + ".x")),
    (
        "the same twice",
        "SES089",
        "§" + sns("arn:aws:sns:eu-west-1:123456789012:feedback", types="[bounce, send]"),
    ),
    (
        "create before destroy",
        "SES102",
        sns(SNS, rest="  lifecycle:\n    create_before_destroy: §true\n"),
    ),
    ("undeclared variable", "TF002", sns("§${var.topic}")),
    (
        "unknown reference",
        "TF004",
        sns(SNS, rest="  depends_on: [§aws_ses_configuration_set.mial]\n"),
    ),
    ("expression", "TF005", sns(SNS, rest="  name: §x${1 +}\n")),
    ("count and for_each", "TF006", sns(SNS, rest="  count: §1\n  for_each: {a: 1}\n")),
    (
        "index on one",
        "TF007",
        sns(SNS, rest="  configuration_set_name: §${aws_ses_configuration_set.mail[0].name}\n"),
    ),
    ("each without for_each", "TF008", sns(SNS, rest="  name: §x-${each.key}\n")),
    ("unknown key", "SPEC010", sns(SNS, rest="  §regions: eu-west-1\n")),
    ("type of old blocks", "SPEC010", sns(SNS, rest="  §type: sns\n")),
    ("one event type", "SPEC012", sns(SNS, types="§delivery")),
    ("null event type", "SPEC012", sns(SNS, types="[send, §null]")),
]
_WHOLE: list[tuple[str, str, str]] = [
    ("name of a set", "SES019", whole("").replace("  mail:\n", "  mail:\n    name: §my.mail\n")),
    (
        "TLS policy",
        "SES094",
        whole("").replace("  mail:\n", "  mail:\n    tls_policy: §REQUIRED\n"),
    ),
    (
        "redirect URL",
        "SES085",
        whole("").replace(
            "  mail:\n", "  mail:\n    custom_redirect_domain: §https://x.example.com/\n"
        ),
    ),
    (
        "complaints unheard",
        "SES080",
        whole("").replace("  mail:", "  §mail:").replace(", complaint", ""),
    ),
    ("two sets of one name", "SES139", whole("") + "  other:\n    name: §mail\n"),
    (
        "Chinese Region",
        "SES122",
        whole("").replace("arn:aws:sns:eu-west-1", "§arn:aws:sns:cn-north-1"),
    ),
    (
        "Region that is none",
        "SES122",
        whole("").replace("arn:aws:sns:eu-west-1", "§arn:aws:sns:us-nowhere-9"),
    ),
    (
        "Chinese partition",
        "SES121",
        whole("").replace("arn:aws:sns:eu-west-1", "§arn:aws-cn:sns:cn-north-1"),
    ),
    ("unknown partition", "SES123", whole("").replace("arn:aws:sns", "§arn:aws-gov:sns")),
    ("unused variable", "TF003", "variables:\n  x: §{}\n" + whole("")),
    (
        "default of a variable",
        "TF010",
        "variables:\n  on: {type: bool, default: §3}\n" + whole("").replace("true", "${var.on}"),
    ),
    ("API: event", "SES009", api(f'"SNSDestination": {{"TopicARN": "{SNS}"}}', '[§"Delivery"]')),
    (
        "API: topic",
        "SES060",
        api('"SNSDestination": {"TopicARN": §"arn:aws:sqs:eu-west-1:123456789012:q"}'),
    ),
    (
        "API: data stream",
        "SES040",
        api(
            f'"KinesisFirehoseDestination": {{"IAMRoleARN": "{ROLE}", "DeliveryStreamARN": §"arn:aws:kinesis:eu-west-1:123456789012:stream/e"}}'
        ),
    ),
    (
        "API: dimension",
        "SES024",
        api(
            '"CloudWatchDestination": {"DimensionConfigurations": [{"DimensionName": "a", "DimensionValueSource": §"tag", "DefaultDimensionValue": "b"}]}'
        ),
    ),
    ("API: key", "SPEC010", api('"SNSDestination": {§"Topic": "x"}')),
    (
        "in defaults",
        "SES009",
        f"defaults:\n  enabled: true\n  matching_types: [bounce, complaint, §Opens]\nconfiguration_sets:\n  mail:\n    event_destinations:\n      a: {{sns: '{SNS}'}}\n",
    ),
    (
        "through an anchor",
        "SES065",
        f"configuration_sets:\n  mail:\n    event_destinations:\n      a: &a\n        enabled: true\n        matching_types: [bounce, complaint]\n        sns: §{SNS}.x\n",
    ),
]
CASES = [Case(name, code, whole(text)) for name, code, text in _FRAGMENTS]
CASES += [Case(*entry) for entry in _WHOLE]
