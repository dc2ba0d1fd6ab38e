"""Random specs that can be applied, and random edits of them: the same for the same number."""

# ruff: noqa: ARG001 - every edit takes the same
from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any, TypeAlias

from generator.impact import Effect, compare
from generator.pipeline import Loaded, PlannedSpec, check
from tests.support.plans import plan_of
from tests.support.ses_server import ACCOUNT, REGION

Spec: TypeAlias = dict[str, Any]
TOPICS = tuple(f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}" for name in ("first", "second"))
"""Topics that must be there."""
STREAM = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/"
TYPES = ("send", "bounce", "complaint", "delivery", "open")


class Edited:
    """A spec before and after an edit; the words say what was done."""

    def __init__(self, number: int, seed: int) -> None:
        self.number = number
        rng = Random(f"{seed}/{number}")
        while True:
            self.before = _Maker(rng, number).spec()
            self.after = copy.deepcopy(self.before)
            self.done = [_edit(rng, self.after, number) for _ in range(rng.choice((1, 1, 2, 3)))]
            if all(map(_is_right, (self.before, self.after))) and self.before != self.after:
                break

    @property
    def effects(self) -> list[Effect]:
        """What becomes of each resource."""
        before, after = self.plans
        return compare(before.plan, after.plan)

    @property
    def plans(self) -> tuple[PlannedSpec, PlannedSpec]:
        """The plans of both."""
        before, after = (plan_of(json.dumps(one), "s.json") for one in (self.before, self.after))
        return before, after


def _is_right(spec: Spec) -> bool:
    found = Loaded([plan_of(json.dumps(spec), "s.json")])
    return not any(one.severity == "error" for one in check(found))


class _Maker:
    """Makes one spec; its ``number`` is in every name that AWS knows once."""

    def __init__(self, rng: Random, number: int) -> None:
        self.rng, self.number, self.made = rng, number, 0

    def name(self, what: str) -> str:
        self.made += 1
        return f"{what}-{self.number}-{self.rng.randrange(1000)}-{self.made}"

    def sometimes(self, one_in: int = 2) -> bool:
        return not self.rng.randrange(one_in)

    def spec(self) -> Spec:
        return {
            "variables": {
                "iam_propagation_seconds": {"type": "number", "default": 0},
                "topic": {"type": "string", "default": TOPICS[0]},
                "on": {"type": "bool", "default": True},
                "many": {"type": "number", "default": 1},
                "word": {"type": "string", "default": "x"},
            },
            "defaults": {"enabled": True},
            "configuration_sets": {
                f"s{index}": self.set() for index in range(self.rng.choice((1, 1, 2)))
            },
        }

    def set(self) -> Spec:
        api = self.rng.choice(("v1", "v1", "v2"))
        found: Spec = {"api": api, "name": self.name("set")}
        repeats = self.rng.randrange(8)
        if not repeats:
            found |= {
                "count": self.rng.choice((1, 2, "${var.many}")),
                "name": found["name"] + "-${count.index}",
            }
        elif repeats == 1:
            found |= {"for_each": {"a": "x", "b": "y"}, "name": found["name"] + "-${each.value}"}
        if self.sometimes():
            found["tls_policy"] = self.rng.choice(("Require", "Optional"))
        if self.sometimes():
            found["sending_enabled"] = self.rng.choice((True, False))
        if self.sometimes():
            found["reputation_metrics_enabled"] = True
            if self.sometimes():
                found["alarms"] = {"bounce_rate": 0.05, "actions": [TOPICS[0]]}
        if api == "v2" and self.sometimes():
            found |= {"suppression": ["bounce"], "tags": {"team": "mail"}}
        found["event_destinations"] = {
            f"d{index}": self.destination(api, "count" in found or "for_each" in found)
            for index in range(self.rng.choice((1, 2, 3)))
        }
        return found

    def destination(self, api: str, repeated: bool) -> Spec:  # noqa: FBT001 - a fact
        types = self.rng.sample(TYPES, self.rng.choice((1, 2, 3)))
        found: Spec = {"matching_types": types, "name": self.name("d")}
        if api == "v1":
            found["replacement"] = self.rng.choice(("recreate", "overlap", "plain"))
        if self.sometimes(4):
            found["enabled"] = self.rng.choice((False, "${var.on}"))
        if self.sometimes(8):
            found["lifecycle"] = {"prevent_destroy": True}
        kinds = ["topic", "made", "stream", "role", "delivery", "metrics"]
        return found | self.kind(
            self.rng.choice(kinds + ["bus"] * (api == "v2")), repeated=repeated
        )

    def queue(self) -> Spec:
        """A subscription with a queue that the module makes."""
        queue: Spec = {"name": self.name("q")}
        if self.sometimes():
            queue["dead_letter"] = {"max_receive_count": 3}
        return {
            "protocol": "sqs",
            "queue": queue,
            **({"dead_letter": {}} if self.sometimes(3) else {}),
        }

    def kind(self, kind: str, *, repeated: bool = False) -> Spec:
        suffix = ""
        match kind:
            case "topic":
                return {"sns": self.rng.choice((*TOPICS, "${var.topic}"))}
            case "made":
                topic: Spec = {"name": self.name("t") + suffix}
                if self.sometimes():
                    topic["subscriptions"] = [
                        {"protocol": "email", "endpoint": f"{who}@example.com"} for who in "ab"
                    ]
                if self.sometimes(3) and not repeated:
                    topic["subscriptions"] = [self.queue(), *topic.get("subscriptions", [])]
                if self.sometimes(4):
                    topic["kms_key"] = True
                return {"sns": {"topic": topic}}
            case "stream":
                return {"firehose": {"stream_arn": f"{STREAM}a", "role_arn": f"{ROLE}a"}}
            case "role":
                role = {"name": self.name("r")} if self.sometimes() and not repeated else {}
                return {"firehose": {"stream_arn": f"{STREAM}a", "role": role}}
            case "delivery":
                return {
                    "firehose": {
                        "stream": {"name": self.name("st"), "bucket_arn": "arn:aws:s3:::b"},
                        "role_arn": f"{ROLE}a",
                    }
                }
            case "bus":
                return {"eventbridge": "default"}
            case _:
                return {"cloudwatch": [dimension(name) for name in "ab"[: self.rng.choice((1, 2))]]}


def dimension(name: str, source: str = "messageTag") -> dict[str, str]:
    """A dimension of a CloudWatch destination."""
    return {"dimension_name": name, "value_source": source, "default_value": "none"}


def _edit(rng: Random, spec: Spec, number: int) -> str:
    """Make one edit, and say which."""
    sets = spec["configuration_sets"]
    key = rng.choice(sorted(sets))
    inner = sets[key]["event_destinations"]
    maker = _Maker(rng, number + 5000)
    if not inner or not rng.randrange(3):
        edit = rng.choice(SET_EDITS)
        edit(rng, maker, spec, key)
    else:
        edit = rng.choice(DESTINATION_EDITS)
        edit(rng, maker, inner, rng.choice(sorted(inner)))
    return edit.__name__


def renamed_set(_rng: Random, maker: _Maker, spec: Spec, key: str) -> None:
    spec["configuration_sets"][key]["name"] += "-n"


def set_key(_rng: Random, maker: _Maker, spec: Spec, key: str) -> None:
    sets = spec["configuration_sets"]
    sets[f"{key}k"] = sets.pop(key)


def set_options(rng: Random, maker: _Maker, spec: Spec, key: str) -> None:
    one = spec["configuration_sets"][key]
    options = {
        "tls_policy": ("Require", "Optional"),
        "sending_enabled": (True, False, "${var.on}"),
        "reputation_metrics_enabled": (True, False),
    }
    name = rng.choice(sorted(options))
    if name in one and not rng.randrange(3) and "alarms" not in one:
        del one[name]
    else:
        one[name] = rng.choice(options[name])


def set_newer(rng: Random, maker: _Maker, spec: Spec, key: str) -> None:
    one = spec["configuration_sets"][key]
    if one["api"] == "v2":
        values = {
            "suppression": (["bounce"], ["complaint", "bounce"], None),
            "tags": ({"a": "b"}, None),
            "custom_redirect_domain": ("t.example.com",),
            "vdm": ({"engagement_metrics": True},),
        }
        name = rng.choice(sorted(values))
        one[name] = rng.choice(values[name])
        if one[name] is None:
            del one[name]


def set_gone(_rng: Random, maker: _Maker, spec: Spec, key: str) -> None:
    if len(spec["configuration_sets"]) > 1:
        del spec["configuration_sets"][key]


def set_new(_rng: Random, maker: _Maker, spec: Spec, key: str) -> None:
    spec["configuration_sets"]["fresh"] = maker.set()


def set_count(rng: Random, maker: _Maker, spec: Spec, key: str) -> None:
    one = spec["configuration_sets"][key]
    if "count" in one:
        one["count"] = rng.choice((1, 3, "${var.many}", "${var.many + 1}"))
    elif "for_each" in one:
        one["for_each"] = rng.choice(({"a": "x"}, {"a": "x", "c": "z"}, {"a": "w", "b": "y"}))
    else:
        one["count"] = 1


def set_alarms(rng: Random, maker: _Maker, spec: Spec, key: str) -> None:
    one = spec["configuration_sets"][key]
    if "alarms" in one:
        one["alarms"] = rng.choice(
            (
                {"bounce_rate": 0.1},
                {"complaint_rate": 0.01},
                {"bounce_rate": 0.05, "period": 60, "actions": [*TOPICS]},
            )
        )


def default(rng: Random, maker: _Maker, spec: Spec, key: str) -> None:
    name = rng.choice(("topic", "on", "many", "word"))
    spec["variables"][name]["default"] = {"topic": TOPICS[1], "on": False, "many": 2, "word": "y"}[
        name
    ]


def tags(_rng: Random, maker: _Maker, spec: Spec, key: str) -> None:
    spec["tags"] = {"team": "mail"}


def first(_rng: Random, maker: _Maker, spec: Spec, key: str) -> None:
    spec["configuration_sets"][key]["lifecycle"] = {"create_before_destroy": True}


def gone(_rng: Random, maker: _Maker, inner: Spec, key: str) -> None:
    del inner[key]


def fresh(_rng: Random, maker: _Maker, inner: Spec, key: str) -> None:
    inner["fresh"] = maker.destination("v1", repeated=True) | {"enabled": True}
    if "replacement" not in inner[key]:
        del inner["fresh"]["replacement"]


def key_of(_rng: Random, maker: _Maker, inner: Spec, key: str) -> None:
    inner[f"{key}k"] = inner.pop(key)


def name_of(_rng: Random, maker: _Maker, inner: Spec, key: str) -> None:
    inner[key]["name"] += "-n"


def types(rng: Random, maker: _Maker, inner: Spec, key: str) -> None:
    inner[key]["matching_types"] = rng.sample(TYPES, rng.choice((1, 2)))


def order_of_types(_rng: Random, maker: _Maker, inner: Spec, key: str) -> None:
    inner[key]["matching_types"] = inner[key]["matching_types"][::-1]


def enabled(rng: Random, maker: _Maker, inner: Spec, key: str) -> None:
    inner[key]["enabled"] = rng.choice((True, False, "${var.on}", "${!var.on}"))


def replacement(rng: Random, maker: _Maker, inner: Spec, key: str) -> None:
    if "replacement" in inner[key]:
        others = {"recreate", "overlap", "plain"} - {inner[key]["replacement"]}
        inner[key]["replacement"] = rng.choice(sorted(others))


def prevented(_rng: Random, maker: _Maker, inner: Spec, key: str) -> None:
    if inner[key].pop("lifecycle", None) is None:
        inner[key]["lifecycle"] = {"prevent_destroy": True}


def other_kind(rng: Random, maker: _Maker, inner: Spec, key: str) -> None:
    for kind in ("sns", "firehose", "cloudwatch", "eventbridge"):
        inner[key].pop(kind, None)
    inner[key] |= maker.kind(
        rng.choice(("topic", "made", "stream", "role", "delivery", "metrics")), repeated=True
    )


def content(rng: Random, maker: _Maker, inner: Spec, key: str) -> None:
    """Change what is inside of the destination that it has."""
    one = inner[key]
    if isinstance(one.get("sns"), str):
        one["sns"] = rng.choice(
            (
                *TOPICS,
                "${var.topic}",
                "${ var.topic }",
                'arn:aws:sns:eu-west-1:123456789012:${var.word == "x" ? "first" : "second"}',
            )
        )
    elif "sns" in one:
        _topic(rng, one["sns"]["topic"])
    elif "cloudwatch" in one:
        one["cloudwatch"] = _dimensions(rng, one["cloudwatch"])
    elif "firehose" in one:
        _firehose(rng, one["firehose"])


def _topic(rng: Random, topic: Spec) -> None:
    queues = [one["queue"] for one in topic.get("subscriptions", []) if "queue" in one]
    if queues and rng.randrange(2):
        _queue(rng, queues[0])
        return
    match rng.randrange(6):
        case 0:
            topic["name"] += "n"
        case 1:
            topic["display_name"] = "shown"
        case 2:
            topic["subscriptions"] = topic.get("subscriptions", [])[1:] or [
                {"protocol": "email", "endpoint": "c@example.com"}
            ]
        case 3 if "endpoint" in topic.get("subscriptions", [{}])[0]:
            topic["subscriptions"][0]["endpoint"] = "z@example.com"
        case 4:
            topic["kms_key"] = not topic.get("kms_key", False)
        case _:
            topic["raw_hcl"] = 'tracing_config = "Active"'


def _queue(rng: Random, queue: Spec) -> None:
    match rng.randrange(5):
        case 0:
            queue["name"] += "n"
        case 1:
            queue["visibility_timeout_seconds"] = rng.choice((30, 60, "${var.many}"))
        case 2:
            queue["dead_letter"] = {"max_receive_count": rng.choice((3, 5))}
        case 3:
            queue.pop("dead_letter", None)
        case _:
            queue["kms_key"] = True


def _dimensions(rng: Random, found: list[Spec]) -> list[Spec]:
    match rng.randrange(5):
        case 0:
            return found[::-1]
        case 1:
            return [*found, dimension("c")]
        case 2:
            return [{**found[0], "default_value": "other"}, *found[1:]]
        case 3:
            return [{**found[0], "default_value": "${var.word}"}, *found[1:]]
        case _:
            return [{**found[0], "value_source": "emailHeader"}, *found[1:]]


def _firehose(rng: Random, one: Spec) -> None:
    if "stream" in one:
        one["stream"] |= rng.choice(
            (
                {"prefix": "p/"},
                {"name": one["stream"]["name"] + "n"},
                {"buffering_interval": 300},
                {"error_log_retention": 30},
                {"error_logging": False},
                {"compression_format": "ZIP"},
            )
        )
    elif "role" in one:
        one["role"] = rng.choice(
            (
                {**one["role"], "path": "/p/"},
                {**one["role"], "permissions_boundary": "arn:aws:iam::123456789012:policy/p"},
                {"name": f"{one['role'].get('name', 'q')}n"},
            )
        )
    else:
        one |= rng.choice(({"stream_arn": f"{STREAM}b"}, {"role_arn": f"{ROLE}b"}))


SET_EDITS: tuple[Callable[[Random, _Maker, Spec, str], None], ...] = (
    renamed_set,
    set_key,
    set_options,
    set_options,
    set_newer,
    set_gone,
    set_new,
    set_count,
    set_alarms,
    default,
    tags,
    first,
)
DESTINATION_EDITS: tuple[Callable[[Random, _Maker, Spec, str], None], ...] = (
    gone,
    fresh,
    key_of,
    name_of,
    types,
    order_of_types,
    enabled,
    replacement,
    prevented,
    other_kind,
    content,
    content,
    content,
    content,
)
