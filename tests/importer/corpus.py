"""Hand-written Terraform as it occurs: 64 files, in about the frequencies of public repositories.

``NAME`` stands for a name that no other file has. ``VALUES`` are the inputs of files that have some.
"""

from __future__ import annotations

from dataclasses import dataclass, field

TOPIC = 'resource "aws_sns_topic" "events" {\n  name = "ses-events"\n}\n'
SET = 'resource "aws_ses_configuration_set" "main" {\n  name = "NAME"\n}\n'
COUNTED = 'resource "aws_ses_configuration_set" "main" {\n  count = var.enabled ? 1 : 0\n  name  = "NAME"\n}\n'
EACH = (
    'resource "aws_ses_configuration_set" "main" {\n  for_each = var.tenants\n'
    '  name     = "NAME-${each.key}"\n}\n'
)
SNS = "sns_destination {\n    topic_arn = aws_sns_topic.events.arn\n  }"
ARN = 'sns_destination {\n    topic_arn = "arn:aws:sns:eu-west-1:123456789012:ses-events"\n  }'
CLOUDWATCH = (
    'cloudwatch_destination {\n    default_value  = "default"\n    dimension_name = "campaign"\n'
    '    value_source   = "messageTag"\n  }'
)
HEADER = (
    'cloudwatch_destination {\n    default_value  = "none"\n    dimension_name = "X-Campaign"\n'
    '    value_source   = "emailHeader"\n  }'
)
FIREHOSE = (
    'kinesis_destination {\n    stream_arn = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail"\n'
    '    role_arn   = "arn:aws:iam::123456789012:role/ses-firehose"\n  }'
)
ALL = '["send", "reject", "bounce", "complaint", "delivery", "open", "click", "renderingFailure"]'


def dest(label: str, kind: str = SNS, **arguments: str) -> str:
    """An event destination in the usual layout; arguments replace or extend the usual ones."""
    usual = {
        "name": f'"{label.replace("_", "-")}"',
        "configuration_set_name": "aws_ses_configuration_set.main.name",
        "enabled": "true",
        "matching_types": '["bounce", "complaint"]',
    }
    head: dict[str, str] = {
        key: arguments.pop(key) for key in ("count", "for_each", "provider") if key in arguments
    }
    tail = arguments.pop("tail", "")
    given = {**head, **usual, **arguments}
    width = max(map(len, given))
    lines = "".join(f"  {name:<{width}} = {text}\n" for name, text in given.items() if text)
    inside = f"\n  {kind}\n" if kind else ""
    return f'resource "aws_ses_event_destination" "{label}" {{\n{lines}{inside}{tail}}}\n'


@dataclass(frozen=True)
class Hand:
    """A hand-written module. ``values`` are HCL by variable; ``plan`` is why it cannot be planned."""

    name: str
    text: str
    values: dict[str, str] = field(default_factory=dict)
    unplannable: str = ""


def parts(*texts: str) -> str:
    return "\n".join(texts)


ON = {"enabled": "true"}
TENANTS = {"tenants": '{ a = "one", b = "two" }'}
CASES = [
    # one plain block: SNS by reference
    Hand("topic", parts(SET, TOPIC, dest("bounces"))),
    Hand("topic, label with the set's", parts(SET, TOPIC, dest("main_bounces"))),
    Hand("topic, other words", parts(SET, TOPIC, dest("sns", matching_types='["bounce"]'))),
    Hand(
        "topic, five events",
        parts(
            TOPIC,
            SET,
            dest(
                "feedback",
                matching_types='["reject", "bounce", "complaint", "delivery", "renderingFailure"]',
            ),
        ),
    ),
    Hand("topic, all events", parts(SET, TOPIC, dest("everything", matching_types=ALL))),
    Hand(
        "topic, all events in any order",
        parts(
            SET,
            TOPIC,
            dest(
                "x",
                matching_types='["open", "click", "send", "delivery", "renderingFailure", "complaint", "bounce", "reject"]',
            ),
        ),
    ),
    Hand("topic, destination first", parts(dest("events"), SET, TOPIC)),
    Hand("topic, literal ARN", parts(SET, dest("literal", ARN))),
    Hand("topic, name is the label", parts(SET, TOPIC, dest("bounces", name='"bounces"'))),
    Hand(
        "topic, list over lines",
        parts(SET, TOPIC, dest("lines", matching_types='[\n    "bounce",\n    "complaint",\n  ]')),
    ),
    Hand(
        "topic, depends on the policy",
        parts(SET, TOPIC, dest("ordered", tail="\n  depends_on = [aws_sns_topic.events]\n")),
    ),
    Hand(
        "topic, depends on two",
        parts(
            SET,
            TOPIC,
            dest(
                "ordered",
                tail="\n  depends_on = [\n    aws_sns_topic.events,\n    aws_ses_configuration_set.main,\n  ]\n",
            ),
        ),
    ),
    # CloudWatch
    Hand("metrics", parts(SET, dest("cloudwatch", CLOUDWATCH, matching_types=ALL))),
    Hand(
        "metrics by header",
        parts(SET, dest("metrics", HEADER, matching_types='["send", "delivery"]')),
    ),
    Hand("metrics, two dimensions", parts(SET, dest("two", f"{CLOUDWATCH}\n\n  {HEADER}"))),
    Hand(
        "metrics, dimension by expression",
        parts(
            SET,
            dest(
                "expr",
                CLOUDWATCH.replace('"campaign"', "var.dimension").replace(
                    '"default"', '"${var.dimension}-none"'
                ),
            ),
        ),
        {"dimension": '"kind"'},
    ),
    Hand(
        "metrics, set options",
        parts(
            'resource "aws_ses_configuration_set" "main" {\n  name                       = "NAME"\n  reputation_metrics_enabled = true\n  sending_enabled            = true\n\n  delivery_options {\n    tls_policy = "Require"\n  }\n}\n',
            dest("metrics", CLOUDWATCH),
        ),
    ),
    Hand(
        "metrics, tracking",
        parts(
            'resource "aws_ses_configuration_set" "main" {\n  name = "NAME"\n\n  tracking_options {\n    custom_redirect_domain = var.domain\n  }\n}\n',
            dest("opens", CLOUDWATCH, matching_types='["open", "click"]'),
        ),
        {"domain": '"click.example.com"'},
    ),
    Hand(
        "metrics, one line",
        SET
        + 'resource "aws_ses_event_destination" "m" {\n  name="m"\n  configuration_set_name=aws_ses_configuration_set.main.name\n  enabled=true\n  matching_types=["send"]\n  cloudwatch_destination {\n    default_value="d"\n    dimension_name="k"\n    value_source="messageTag"\n  }\n}\n',
    ),
    Hand(
        "metrics, count",
        parts(
            COUNTED,
            dest(
                "metrics",
                CLOUDWATCH,
                count="var.enabled ? 1 : 0",
                configuration_set_name="aws_ses_configuration_set.main[0].name",
            ),
        ),
        ON,
    ),
    # Firehose
    Hand("stream", parts(SET, dest("archive", FIREHOSE, matching_types=ALL))),
    Hand(
        "stream by variable",
        parts(
            SET,
            dest(
                "archive",
                "kinesis_destination {\n    role_arn   = var.role_arn\n    stream_arn = var.stream_arn\n  }",
            ),
        ),
        {
            "role_arn": '"arn:aws:iam::123456789012:role/r"',
            "stream_arn": '"arn:aws:firehose:eu-west-1:123456789012:deliverystream/d"',
        },
    ),
    Hand(
        "stream, 0.11 style",
        parts(
            SET,
            'variable "arns" {\n  type = map(string)\n}\n',
            dest(
                "kinesis",
                'kinesis_destination {\n    stream_arn = "${lookup(var.arns, "stream")}"\n    role_arn   = "${var.arns["role"]}"\n  }',
            ),
        ),
        {
            "arns": '{ stream = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/d", role = "arn:aws:iam::123456789012:role/r" }'
        },
    ),
    # names
    Hand(
        "name with a prefix",
        parts(SET, TOPIC, dest("bounce", name='"${var.prefix}-bounce"')),
        {"prefix": '"prod"'},
    ),
    Hand(
        "name with two variables",
        parts(SET, TOPIC, dest("b", name='"${var.prefix}-${terraform.workspace}"')),
        {"prefix": '"prod"'},
    ),
    Hand(
        "name by replace",
        parts(SET, TOPIC, dest("b", name='replace("mail.example.com", ".", "-")')),
    ),
    Hand(
        "name by replace in a template",
        parts(SET, TOPIC, dest("b", name='"${replace(var.domain, ".", "-")}-bounces"')),
        {"domain": '"example.com"'},
    ),
    Hand(
        "name by lower",
        parts(SET, TOPIC, dest("b", name='lower("${var.prefix}-B")')),
        {"prefix": '"P"'},
    ),
    Hand(
        "name by format",
        parts(SET, TOPIC, dest("b", name='format("%s-bounces", var.prefix)')),
        {"prefix": '"prod"'},
    ),
    Hand("name by variable", parts(SET, TOPIC, dest("b", name="var.name")), {"name": '"b"'}),
    Hand(
        "name by local",
        parts('locals {\n  prefix = "x"\n}\n', SET, TOPIC, dest("b", name="local.prefix")),
    ),
    Hand(
        "conditional name",
        parts(SET, TOPIC, dest("b", name='var.name != "" ? var.name : "default"')),
        {"name": '""'},
    ),
    # repetition
    Hand(
        "count with index 0",
        parts(
            COUNTED,
            TOPIC,
            dest(
                "b",
                count="var.enabled ? 1 : 0",
                configuration_set_name="aws_ses_configuration_set.main[0].name",
            ),
        ),
        ON,
    ),
    Hand(
        "count with its own index",
        parts(
            COUNTED,
            TOPIC,
            dest(
                "b",
                count="var.enabled ? 1 : 0",
                configuration_set_name="aws_ses_configuration_set.main[count.index].name",
            ),
        ),
        ON,
    ),
    Hand(
        "count of a boolean and a string",
        parts(
            COUNTED,
            TOPIC,
            dest(
                "b",
                count='var.enabled && var.kind == "sns" ? 1 : 0',
                configuration_set_name="aws_ses_configuration_set.main[0].name",
            ),
        ),
        {"enabled": "true", "kind": '"sns"'},
    ),
    Hand(
        "count on the destination alone",
        parts(SET, TOPIC, dest("b", count="var.enabled ? 1 : 0")),
        ON,
    ),
    Hand(
        "count of a list",
        parts(SET, TOPIC, dest("b", count="length(var.names)", name="var.names[count.index]")),
        {"names": '["a", "b"]'},
    ),
    Hand(
        "count with element",
        parts(
            SET,
            TOPIC,
            dest("b", count='"${length(var.names)}"', name='"${element(var.names, count.index)}"'),
        ),
        {"names": '["a", "b"]'},
    ),
    Hand("count as a number", parts(SET, TOPIC, dest("b", count="1"))),
    Hand(
        "count 0.11 style",
        parts(
            SET,
            TOPIC,
            dest(
                "b",
                count='"${var.enabled ? 1 : 0}"',
                configuration_set_name='"${aws_ses_configuration_set.main.name}"',
            ),
        ),
        ON,
    ),
    Hand(
        "counted topic",
        parts(
            COUNTED,
            TOPIC.replace("{\n", "{\n  count = 1\n"),
            dest(
                "b",
                SNS.replace("events.arn", "events[0].arn"),
                count="var.enabled ? 1 : 0",
                configuration_set_name="aws_ses_configuration_set.main[0].name",
            ),
        ),
        ON,
    ),
    Hand(
        "joined splat",
        parts(
            SET,
            TOPIC.replace("{\n", "{\n  count = 1\n"),
            dest(
                "b",
                SNS.replace("aws_sns_topic.events.arn", 'join("", aws_sns_topic.events[*].arn)'),
            ),
        ),
    ),
    Hand(
        "for_each over a variable",
        parts(SET, TOPIC, dest("b", for_each="var.tenants", name='"b-${each.key}"')),
        TENANTS,
    ),
    Hand(
        "for_each with the set",
        parts(
            EACH,
            TOPIC,
            dest(
                "b",
                for_each="var.tenants",
                configuration_set_name="aws_ses_configuration_set.main[each.key].name",
            ),
        ),
        TENANTS,
    ),
    Hand(
        "for_each over a set of names",
        parts(
            SET,
            TOPIC,
            dest(
                "b",
                for_each='toset(["bounce", "complaint"])',
                name="each.value",
                matching_types="[each.value]",
            ),
        ),
    ),
    Hand(
        "for_each over an object",
        parts(
            SET,
            TOPIC,
            dest(
                "b",
                for_each='{\n    bounces    = ["bounce"]\n    complaints = ["complaint"]\n  }',
                name="each.key",
                matching_types="each.value",
            ),
        ),
    ),
    Hand(
        "for_each with everything inside",
        parts(
            SET,
            TOPIC,
            dest(
                "b",
                "sns_destination {\n    topic_arn = each.value.topic_arn\n  }",
                for_each="var.destinations",
                name="each.key",
                enabled='lookup(each.value, "enabled", true)',
                matching_types="each.value.types",
            ),
        ),
        {
            "destinations": '{ a = { topic_arn = "arn:aws:sns:eu-west-1:123456789012:ses-events", types = ["bounce"], enabled = true } }'
        },
    ),
    # events and enabled
    Hand(
        "events by variable",
        parts(SET, TOPIC, dest("b", matching_types="var.types")),
        {"types": '["bounce"]'},
    ),
    Hand(
        "events by variable in a list",
        parts(SET, TOPIC, dest("b", matching_types='["${var.type}"]')),
        {"type": '"bounce"'},
    ),
    Hand(
        "events by compact",
        parts(
            SET,
            TOPIC,
            dest("b", matching_types='compact(["bounce", var.enabled ? "complaint" : ""])'),
        ),
        ON,
    ),
    Hand("enabled by variable", parts(SET, TOPIC, dest("b", enabled="var.enabled")), ON),
    Hand("enabled in quotes", parts(SET, TOPIC, dest("b", enabled='"true"'))),
    # sets elsewhere
    Hand(
        "set by variable",
        parts(
            TOPIC,
            'resource "aws_ses_configuration_set" "other" {\n  name = "NAME"\n}\n',
            dest(
                "b",
                configuration_set_name="coalesce(var.set, aws_ses_configuration_set.other.name)",
            ),
        ),
        {"set": '""'},
    ),
    Hand(
        "set by id",
        parts(SET, TOPIC, dest("b", configuration_set_name="aws_ses_configuration_set.main.id")),
    ),
    Hand(
        "set of SES v2",
        parts(
            'resource "aws_sesv2_configuration_set" "main" {\n  configuration_set_name = "NAME"\n}\n',
            TOPIC,
            dest(
                "b",
                configuration_set_name="aws_sesv2_configuration_set.main.configuration_set_name",
            ),
        ),
        unplannable="moto keeps the sets of SES v2 apart",
    ),
    Hand(
        "set by name",
        parts(
            SET,
            TOPIC,
            dest(
                "b",
                configuration_set_name='"NAME"',
                tail="\n  depends_on = [aws_ses_configuration_set.main]\n",
            ),
        ),
    ),
    Hand(
        "conditional set",
        parts(
            COUNTED,
            TOPIC,
            dest(
                "b",
                configuration_set_name="var.enabled ? aws_ses_configuration_set.main[0].name : var.set",
            ),
        ),
        {"enabled": "true", "set": '""'},
    ),
    # dynamic blocks
    Hand(
        "dynamic topic",
        parts(
            SET,
            TOPIC,
            dest(
                "b",
                'dynamic "sns_destination" {\n    for_each = var.enabled ? [1] : []\n    content {\n      topic_arn = aws_sns_topic.events.arn\n    }\n  }',
            ),
        ),
        ON,
    ),
    Hand(
        "dynamic dimensions with an iterator",
        parts(
            SET,
            dest(
                "b",
                'dynamic "cloudwatch_destination" {\n    for_each = var.dimensions\n    iterator = dimension\n    content {\n      dimension_name = dimension.key\n      default_value  = dimension.value\n      value_source   = "messageTag"\n    }\n  }',
            ),
        ),
        {"dimensions": '{ a = "x", b = "y" }'},
    ),
    # meta-arguments
    Hand(
        "lifecycle",
        parts(
            SET,
            TOPIC,
            dest(
                "b",
                tail="\n  lifecycle {\n    create_before_destroy = false\n    ignore_changes        = [matching_types]\n  }\n",
            ),
        ),
    ),
    Hand("provider", parts(SET, TOPIC, dest("b", provider="aws"))),
    Hand(
        "0.11 style all over",
        parts(
            SET,
            TOPIC,
            dest(
                "b",
                SNS.replace("aws_sns_topic.events.arn", '"${aws_sns_topic.events.arn}"'),
                configuration_set_name='"${aws_ses_configuration_set.main.name}"',
                tail='\n  depends_on = ["aws_sns_topic.events"]\n',
            ),
        ),
    ),
    # comments and layout
    Hand(
        "comments",
        "# Owner: mail team.\n\n# The set.\n// It is used by all.\n"
        + SET
        + "\n/* Bounces\n   and complaints. */\n"
        + dest("b").replace("= true", "= true # on").replace("  sns_", "  # to the team\n  sns_")
        + TOPIC
        + '# resource "aws_ses_event_destination" "old" {\n# }\n',
    ),
    Hand(
        "CRLF",
        parts(
            SET,
            TOPIC,
            "# why\n" + dest("b", matching_types='[\n    "bounce", # hard\n    "complaint",\n  ]'),
        ).replace("\n", "\r\n"),
    ),
    Hand(
        "a heredoc beside",
        parts(SET, TOPIC, 'locals {\n  policy = <<EOF\n{ "a": "}" }\nEOF\n}\n', dest("b")),
    ),
    Hand(
        "odd layout",
        SET + "\n\n" + TOPIC + dest("b").replace("  ", "\t").replace(" = ", "=") + "\n\n",
    ),
    # several blocks
    Hand("two blocks", parts(SET, TOPIC, dest("bounces"), dest("metrics", CLOUDWATCH))),
    Hand(
        "three kinds",
        parts(SET, TOPIC, dest("sns"), dest("cloudwatch", CLOUDWATCH), dest("kinesis", FIREHOSE)),
    ),
    Hand(
        "four blocks of two sets",
        parts(
            SET,
            SET.replace('"main"', '"marketing"').replace("NAME", "NAME-2"),
            TOPIC,
            dest("main_bounces"),
            dest("main_all", CLOUDWATCH, matching_types=ALL),
            dest(
                "marketing_bounces",
                configuration_set_name="aws_ses_configuration_set.marketing.name",
            ),
            dest(
                "marketing_clicks",
                configuration_set_name="aws_ses_configuration_set.marketing.name",
                matching_types='["click"]',
            ),
        ),
    ),
    # mistakes that Terraform lets through
    Hand("no destination", parts(SET, dest("b", "")), unplannable="AWS refuses it"),
    Hand("enabled left out", parts(SET, TOPIC, dest("b", enabled=""))),
    Hand("an event twice", parts(SET, TOPIC, dest("b", matching_types='["bounce", "bounce"]'))),
]
