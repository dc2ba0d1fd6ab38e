"""Hypothesis strategies for valid specs, as documents in the canonical spelling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from generator.spec.base import EVENT_TYPES, REPLACEMENTS, WAITS
from generator.spec.resources import KINDS

keys = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
names = st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True)
references = st.sampled_from(
    ["aws_sns_topic.x", "module.mail", 'aws_iam_role.r["a"]', "data.a_b.c"]
)
expressions = st.sampled_from(
    [
        "${var.x}",
        "${ var.x }",
        '${var.map["k"]}',
        "${local.a ? 1 : 2}",
        "${[for x in var.y : x.z if x.on]}",
        '${lookup(var.m, "k", "${local.d}-x")}',
        "${foo(\n  1,\n  2\n)}",
        "${a.b[0].c}",
        "${!var.off && (var.on || true)}",
    ]
)
odd = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0$%\x85\u2028\u2029"), max_size=12
)
templates = st.lists(
    st.one_of(odd, st.sampled_from(['"', "\\", "\n", "é", "😀", "a-${var.x}", "${a}", "'", "# x"])),
    min_size=1,
    max_size=4,
).map("".join)
texts = st.one_of(names, templates)
flags = st.one_of(st.booleans(), expressions)
values = st.recursive(
    st.one_of(st.booleans(), st.integers(-9, 9), names, expressions),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(keys, inner, max_size=2)),
    max_leaves=4,
)


def mapping(
    required: dict[str, Any], optional: dict[str, Any]
) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings with some of the optional keys."""
    return st.fixed_dictionaries(required, optional=optional)


conditions = st.lists(
    mapping({"condition": expressions, "error_message": texts}, {}), min_size=1, max_size=2
)
lifecycles = mapping(
    {},
    {
        "create_before_destroy": st.booleans(),
        "prevent_destroy": st.booleans(),
        "ignore_changes": st.one_of(
            st.just("all"), st.lists(st.sampled_from(["name", "enabled"]), min_size=1, unique=True)
        ),
        "replace_triggered_by": st.lists(references, min_size=1, max_size=2),
        "precondition": conditions,
        "postcondition": conditions,
    },
)
location = {
    "provider": st.sampled_from(["aws.ireland", "aws"]),
    "region": st.sampled_from(["eu-west-1", "${var.region}"]),
}
"""Where sets live, and with them their event destinations."""
meta = {
    "depends_on": st.lists(references, min_size=1, max_size=2),
    "lifecycle": lifecycles,
}
kinds = st.one_of(
    st.fixed_dictionaries({"sns": st.fixed_dictionaries({"topic_arn": texts})}),
    st.fixed_dictionaries(
        {"firehose": st.fixed_dictionaries({"stream_arn": texts, "role_arn": texts})}
    ),
    st.fixed_dictionaries(
        {
            "cloudwatch": st.lists(
                st.fixed_dictionaries(
                    {"dimension_name": texts, "value_source": texts, "default_value": texts}
                ),
                min_size=1,
                max_size=3,
            )
        }
    ),
)
types = st.one_of(
    st.just("all"),
    st.lists(st.sampled_from(EVENT_TYPES), min_size=1, unique=True),
    st.just("${var.types}"),
    st.just(["bounce", "${var.more}"]),
)
repetitions = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"count": st.one_of(st.integers(0, 3), expressions)}),
    st.fixed_dictionaries(
        {"for_each": st.one_of(expressions, st.dictionaries(keys, values, min_size=1, max_size=2))}
    ),
)


raw_bodies = st.sampled_from(
    [
        'dynamic "sns_destination" {\n  for_each = var.x\n  content {\n    topic_arn = "a"\n  }\n}\n',
        "# why\nconnection {} # here\n",
        'provisioner "local-exec" {\n  command = "x"\n}\nlong = <<-EOT\n  text\nEOT\n',
    ]
)


@st.composite
def destinations(draw: st.DrawFn, *, raw: bool = False) -> dict[str, Any]:
    """Event destinations with exactly one kind; some have HCL of their own, if asked."""
    optional = {"name": texts, "enabled": flags, **meta, **({"raw_hcl": raw_bodies} if raw else {})}
    body: dict[str, Any] = draw(mapping({"matching_types": types}, optional))
    return body | draw(kinds)


more_of_subscriptions = {
    "label": keys,
    "subscription_role_arn": texts,
    "raw_message_delivery": flags,
    "filter_policy_scope": st.sampled_from(["MessageBody", "MessageAttributes"]),
    "delivery_policy": st.just({"healthyRetryPolicy": {"numRetries": 5}}),
    "endpoint_auto_confirms": flags,
    "confirmation_timeout_in_minutes": st.one_of(st.integers(1, 9), expressions),
    "redrive_policy": st.one_of(
        st.fixed_dictionaries({"deadLetterTargetArn": texts}), st.just("${var.policy}")
    ),
}
"""Keys of subscriptions, but for the filter policy."""
filtered = {
    **more_of_subscriptions,
    "filter_policy": st.dictionaries(keys, st.lists(names, max_size=2), max_size=2),
}
seconds = st.one_of(st.integers(60, 90), expressions)
encrypted = {
    "name": st.one_of(names, texts),
    "kms_key": st.booleans(),
    "message_retention_seconds": seconds,
}
queues = mapping(
    {},
    {
        **encrypted,
        "visibility_timeout_seconds": seconds,
        "dead_letter": mapping(
            {},
            {
                "name": names,
                "max_receive_count": st.one_of(st.integers(4, 6), expressions),
                "message_retention_seconds": st.one_of(seconds, st.just(1_209_600)),
            },
        ),
    },
)
with_parts = {
    **{
        key: one
        for key, one in filtered.items()
        if key not in ("subscription_role_arn", "redrive_policy")
    },
    "role": mapping({}, {"name": names, "path": texts}),
    "dead_letter": mapping({}, encrypted),
}
"""Keys of subscriptions for which the module makes something."""
subscriptions = st.lists(
    st.one_of(
        mapping(
            {"protocol": st.sampled_from(["https", "lambda", "sqs"]), "endpoint": texts}, filtered
        ),
        mapping({"protocol": st.just("https"), "endpoint": texts}, with_parts),
        mapping({"protocol": st.just("sqs"), "queue": queues}, with_parts),
    ),
    min_size=1,
    max_size=2,
)
topics = mapping(
    {},
    {
        "name": st.one_of(names, st.sampled_from(["shared", "a-${var.x}", "${var.x}"])),
        "label": keys,
        "kms_key": st.booleans(),
        "subscriptions": subscriptions,
    },
)
streams = mapping(
    {"bucket_arn": texts},
    {
        "name": texts,
        "prefix": texts,
        "error_output_prefix": texts,
        "buffering_interval": st.one_of(st.integers(0, 900), expressions),
        "compression_format": st.sampled_from(["GZIP", "ZIP", "${var.x}"]),
        "kms_key_arn": texts,
        "error_logging": st.booleans(),
        "error_log_retention": st.one_of(st.sampled_from([1, 90]), expressions),
        "foreign_bucket": st.booleans(),
    },
)
roles = mapping({}, {"name": texts, "path": texts, "permissions_boundary": texts})
_actions = st.lists(
    st.one_of(
        texts,
        st.sampled_from(
            [
                "${aws_sns_topic.shared.arn}",
                "${aws_sns_topic.shared[each.key].arn}",
                "arn:aws:sns:${var.x}:${var.y}:shared",
                "${var.x}",
            ]
        ),
    ),
    min_size=1,
    max_size=2,
)
alarm_settings: dict[str, st.SearchStrategy[Any]] = {
    "actions": _actions,
    "ok_actions": _actions,
    "treat_missing_data": st.sampled_from(["ignore", "breaching", "${var.x}"]),
    "period": st.sampled_from([60, 3600, "${var.x}"]),
    "evaluation_periods": st.sampled_from([1, 2, "${var.x}"]),
    "datapoints_to_alarm": st.sampled_from([1, "${var.x}"]),
}
_rates = st.one_of(st.floats(0.001, 1), expressions)
levels = st.dictionaries(
    keys, mapping({"threshold": _rates}, alarm_settings), min_size=1, max_size=2
)
"""Several alarms on one rate."""
alarms = mapping(
    {"bounce_rate": st.one_of(_rates, levels)},
    {"complaint_rate": st.one_of(st.just(0.001), levels), **alarm_settings},
)
account_alarms = st.dictionaries(
    keys,
    mapping({"bounce_rate": st.one_of(_rates, levels)}, {**alarm_settings, **location}),
    min_size=1,
    max_size=2,
)
supporting = st.one_of(
    kinds,
    st.fixed_dictionaries({"sns": st.fixed_dictionaries({"topic": topics})}),
    st.fixed_dictionaries(
        {"sns": st.fixed_dictionaries({"topic_arn": texts, "manage_policy": st.just(value=True)})}
    ),
    st.fixed_dictionaries({"firehose": mapping({"stream": streams}, {"role": roles})}),
    st.fixed_dictionaries(
        {"firehose": st.fixed_dictionaries({"stream": streams, "role_arn": texts})}
    ),
    st.fixed_dictionaries(
        {"firehose": st.fixed_dictionaries({"stream_arn": texts, "role": roles})}
    ),
)
"""The kinds, with what the module may make for them."""
REPETITIONS = frozenset(["count", "for_each"])


@st.composite
def whole_documents(draw: st.DrawFn) -> dict[str, Any]:
    """Whole specs with everything that a module can make, and edits applied in every way."""
    data: dict[str, Any] = draw(documents(raw=True))
    replacement = st.sampled_from(["recreate", "overlap", "plain"])
    taken = set[str]()
    for name, entry in data["configuration_sets"].items():
        inner = entry["event_destinations"]
        # How often a set is there that is made elsewhere shows in its event destinations alone.
        shown = entry.get("manage", True) or (inner and not REPETITIONS & entry.keys())
        if shown and draw(st.booleans()):
            entry["alarms"] = draw(alarms)
        entry.update(draw(mapping({}, {"label": keys})))
        if not REPETITIONS & entry.keys() and entry.get("manage", True) and draw(st.booleans()):
            # One identity may have a default set in each Region.
            address = f"{name}${{var.x}}@example.com"
            where = str((entry.get("provider", "aws"), entry.get("region")))
            shared = [] if where in taken else ["example.com"]
            taken.add(where)
            entry["senders"] = draw(
                st.lists(st.sampled_from([address, *shared]), unique=True, min_size=1)
            )
        for key, item in inner.items():
            rest = {name: value for name, value in item.items() if name not in KINDS}
            own = draw(mapping({}, {"label": keys}))
            times = draw(repetitions)
            # One that repeats otherwise than its set refers to no instance of it.
            if not REPETITIONS & entry.keys() or times.keys() & entry.keys():
                own |= times
            inner[key] = rest | own | draw(supporting) | {"replacement": draw(replacement)}
    data.update(draw(mapping({}, {"account_alarms": account_alarms})))
    wait = draw(st.sampled_from(WAITS))
    if wait != WAITS[0] and any(
        "role" in hose or ("stream" in hose and "role_arn" not in hose)
        for entry in data["configuration_sets"].values()
        for item in entry["event_destinations"].values()
        for hose in [item.get("firehose", {})]
    ):
        data["module"] = {"wait": wait}
    if draw(st.booleans()):
        data["tags"] = draw(st.one_of(st.dictionaries(keys, texts, min_size=1), expressions))
    return data


@st.composite
def configuration_sets(draw: st.DrawFn, *, raw: bool = False) -> dict[str, Any]:
    """Configuration sets, some of which repeat or stand elsewhere."""
    optional = {
        "name": texts,
        "manage": st.booleans(),
        "reputation_metrics_enabled": flags,
        "sending_enabled": flags,
        "tls_policy": texts,
        "custom_redirect_domain": texts,
        **meta,
        **location,
    }
    inner = st.dictionaries(keys, destinations(raw=raw), max_size=3)
    body: dict[str, Any] = draw(mapping({"event_destinations": inner}, optional))
    body |= draw(repetitions)
    return body


def documents(
    *, raw: bool = False, replacements: Sequence[str] = ("plain",)
) -> st.SearchStrategy[dict[str, Any]]:
    """Whole specs, without `variables`; of `defaults` how edits are applied."""
    sets = st.dictionaries(keys, configuration_sets(raw=raw), min_size=1, max_size=3)
    return st.fixed_dictionaries(
        {
            "version": st.just(1),
            "defaults": st.fixed_dictionaries({"replacement": st.sampled_from(replacements)}),
            "configuration_sets": sets,
        }
    )


odd_objects = st.sampled_from(
    [
        {"eventType": ["Bounce", "Complaint"]},
        {"a$${\u0301": ["x"], "longer_key_than_that": ["y"], "😀": [{"exists": True}]},
        {"for": ["x"], "key with blanks": [{"numeric": ["=", 1]}], "${var.k}": ["${var.v}"]},
        {"nested": {"deep": ["x"]}, "empty": {}, "none": []},
    ]
)
"""Filter policies and tags with keys that take other numbers of columns than of characters."""

odd_subscriptions = mapping(
    {"protocol": st.sampled_from(["lambda", "https", "sqs", "email"]), "endpoint": texts},
    {**more_of_subscriptions, "filter_policy": st.one_of(odd_objects, expressions)},
)
yes = st.sampled_from([True])
odd_topics = mapping(
    {"subscriptions": st.lists(odd_subscriptions, max_size=2)},
    {
        "name": texts,
        "label": keys,
        "kms_key": st.booleans(),
    },
)
odd_streams = mapping(
    {"bucket_arn": texts},
    {
        "name": texts,
        "prefix": texts,
        "error_output_prefix": texts,
        "buffering_interval": st.integers(0, 900),
        "buffering_size": st.one_of(st.integers(1, 128), expressions),
        "compression_format": st.just("UNCOMPRESSED"),
        "kms_key_arn": texts,
        "error_logging": st.booleans(),
        "error_log_retention": st.integers(0, 90),
        "foreign_bucket": st.booleans(),
    },
)
odd_roles = mapping({}, {"name": texts, "path": st.just("/ses/"), "permissions_boundary": texts})
_topic = st.fixed_dictionaries({"sns": st.fixed_dictionaries({"topic": odd_topics})})
supported = st.one_of(
    *(_topic, _topic),  # of which most can be made
    st.fixed_dictionaries(
        {"sns": st.fixed_dictionaries({"topic_arn": texts, "manage_policy": yes})}
    ),
    st.fixed_dictionaries({"firehose": st.fixed_dictionaries({"stream": odd_streams})}),
    st.fixed_dictionaries(
        {"firehose": st.fixed_dictionaries({"stream_arn": texts, "role": odd_roles})}
    ),
)
"""The kinds with parts that the module makes."""


@st.composite
def modules(draw: st.DrawFn) -> dict[str, Any]:
    """Specs that ask for parts of every sort: what a module can hold."""
    found: dict[str, Any] = draw(documents(raw=True, replacements=REPLACEMENTS))
    for entry in found["configuration_sets"].values():
        entry.update(draw(mapping({}, {"alarms": alarms})))
        for item in entry["event_destinations"].values():
            if draw(st.booleans()):
                for kind in ("sns", "firehose", "cloudwatch"):
                    item.pop(kind, None)
                item.update(draw(supported))
            item.update(draw(repetitions))
    variables = st.dictionaries(
        keys, mapping({}, {"description": texts, "default": values, "sensitive": st.booleans()})
    )
    return found | draw(
        mapping({}, {"tags": odd_objects, "variables": variables, "account_alarms": account_alarms})
    )
