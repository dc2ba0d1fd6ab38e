"""What is right gives no finding: common shapes, and generated specs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.spec.base import EVENT_TYPES
from tests.support.examples import up_to
from tests.support.rules import findings, whole

SHAPES = {
    "literal names, topic by reference": "sns: ${aws_sns_topic.bounces.arn}",
    "name template": "name: ${local.prefix}-bounces\nsns: ${aws_sns_topic.bounces.arn}",
    "count and indexed set": (
        "count: '${local.on ? 1 : 0}'\nconfiguration_set_name: ${aws_ses_configuration_set.other[0].name}\n"
        "sns: ${aws_sns_topic.bounces[0].arn}"
    ),
    "depends_on": "sns: ${aws_sns_topic.bounces.arn}\ndepends_on: [aws_sns_topic_policy.bounces]",
    "events by expression": 'matching_types: ${local.events}\nsns: ${local.topics["bounces"]}',
    "for_each": (
        "for_each: ${local.all}\nname: ${each.key}\nenabled: ${each.value.on}\n"
        'matching_types: ${each.value.types}\nsns: ${lookup(each.value, "topic", local.topic)}'
    ),
    "module, data and join": 'sns: ${join("", data.aws_sns_topic.x[*].arn)}',
    "dimension by expression": (
        "cloudwatch: [{dimension_name: '${local.name}', value_source: messageTag, default_value: none}]"
    ),
    "stream and role": (
        "firehose:\n  stream_arn: ${module.stream.arn}\n  role_arn: arn:aws:iam::${local.account}:role/x"
    ),
}
OTHER = "  other:\n    count: 1\n"


@pytest.mark.parametrize("shape", SHAPES)
def test_common_shapes_have_no_findings(shape: str) -> None:
    body = SHAPES[shape]
    given_types = "" if "matching_types" in body else "matching_types: [delivery]\n"
    on = "" if "enabled" in body else "enabled: true\n"
    fragment = "x:\n" + "".join(f"  {line}\n" for line in (given_types + on + body).splitlines())
    assert findings(whole(fragment) + OTHER) == []


names = st.from_regex(r"[a-z][a-z0-9_-]{0,20}", fullmatch=True)
topics = st.one_of(
    names.map(lambda name: f"arn:aws:sns:eu-west-1:123456789012:{name}"),
    names.map(lambda name: f"${{aws_sns_topic.{name.replace('-', '_')}.arn}}"),
    st.just("arn:${data.aws_partition.current.partition}:sns:${local.region}:123456789012:x"),
)
dimensions = st.lists(names, min_size=1, max_size=10, unique=True).map(
    lambda found: [
        {"dimension_name": f"d-{name}", "value_source": "messageTag", "default_value": "none"}
        for name in found
    ]
)
kinds = st.one_of(
    st.fixed_dictionaries({"sns": topics}),
    st.fixed_dictionaries({"cloudwatch": dimensions}),
    names.map(
        lambda name: {
            "firehose": {
                "stream_arn": f"arn:aws:firehose:eu-west-1:123456789012:deliverystream/{name}",
                "role_arn": f"arn:aws:iam::123456789012:role/path/{name}",
            }
        }
    ),
)


@given(
    st.dictionaries(
        names, st.tuples(kinds, st.sets(st.sampled_from(EVENT_TYPES), min_size=1)), max_size=9
    )
)
@up_to(200)
def test_generated_specs_have_no_findings(
    entries: dict[str, tuple[dict[str, object], set[str]]],
) -> None:
    lines = []
    for name, (kind, types) in entries.items():
        if name == "feedback":
            continue
        lines += [f"{name}:", "  enabled: true", f"  matching_types: {sorted(types)}"]
        lines += [f"  {key}: {value}" for key, value in kind.items()]
    found = findings(whole("\n".join(lines)))
    # Two destinations may publish one event to one place: SES089 says so, and nothing else does.
    assert {item.code for item in found} <= {"SES089"}
