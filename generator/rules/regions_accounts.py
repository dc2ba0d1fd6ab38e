"""Accounts, Regions and partitions: of the ARNs of a configuration set together, and of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from generator.diagnostics import Path
from generator.likeness import Near
from generator.plan import Plan
from generator.rules.arn import (
    PARTITIONS,
    REGIONS,
    REGIONS_WITHOUT_SES,
    WITHOUT_SES,
    Arn,
    set_arns,
    within,
)
from generator.rules.base import (
    DANGEROUS,
    ERROR,
    INFO,
    REJECTED,
    UNKNOWN,
    WARNING,
    Finding,
    Related,
)
from generator.rules.providers import Home, Referred, referred
from generator.rules.registration import Check, on_arn, on_destination, on_resource, on_set
from generator.spec.base import LOCATION
from generator.spec.location import Location, location, raw_region
from generator.spec.resolved import Destination, ResolvedSet


class _Fact(NamedTuple):
    """A field that has one value in all ARNs of a configuration set, and what a provider configuration says of it."""

    of_arn: Callable[[Arn], str | None]
    of_home: Callable[[Home], Collection[str | None]]
    noun: str


_REGION = _Fact(lambda arn: arn.region, lambda lives: (lives.region,), "the Region")
_ACCOUNT = _Fact(lambda arn: arn.owner, lambda lives: lives.accounts, "the account")
_PARTITION = _Fact(lambda arn: arn.partition, lambda lives: (lives.partition,), "the Region")


def _one_in_a_set(fact: _Fact, arguments: tuple[str, ...], message: str, help_: str) -> Check:
    """A field that has one value in all ARNs of a configuration set: that of where it lives, else of the first one.

    The message takes ``{own}``, ``{other}`` and ``{first}``, the two values and what has the other one: which of them
    is right is not known.
    """

    def check(configuration_set: ResolvedSet, _: ResolvedSet, plan: Plan) -> Iterator[Finding]:
        first: tuple[Path, str] | None = None
        for one in _referred(configuration_set, plan):
            own, of_home = fact.of_arn(one.arn), fact.of_home(one.lives) if one.lives else ()
            expected = sorted(filter(None, of_home))
            if not own:
                continue
            if not expected and first is None:
                first = one.path, own
            if one.path[-1] not in arguments:
                continue
            if expected and own not in expected:
                text = message.format(
                    own=own, other="the event destination", first=" or ".join(expected)
                )
                yield Finding(one.path, text, help_, beside=one.places(fact.noun))
            elif not expected and first is not None and own != first[1]:
                text = message.format(
                    own=own, other="another destination of the set", first=first[1]
                )
                related = (Related((*configuration_set.path, *first[0]), f"{first[1]} here"),)
                yield Finding(one.path, text, help_, related)

    return check


@lru_cache(maxsize=16_384)
def _referred(owner: ResolvedSet, plan: Plan) -> list[Referred]:
    """What the event destinations of a set refer to; the paths are in the set."""
    if not plan.beside.is_known and not any(map(plan.resolved.having, ("region", "raw_hcl"))):
        return [Referred(path, arn) for path, arn in set_arns(owner)]
    return [
        one._replace(path=within(destination, *one.path))
        for destination in owner.destinations
        for one in referred(plan, destination)
    ]


def _is_one_of(field: str, wrong: Container[str], message: str, help_: str = "") -> Check:
    """A field of an ARN that is one of some; the message takes it."""

    def check(arn: Arn) -> Iterator[Finding]:
        value = getattr(arn, field)
        if value in wrong:
            yield Finding((), message.format(value), help_)

    return check


_NEAR = Near(REGIONS, 0.85)
_ONE_REGION = "a set publishes within its own Region: write that one in both places"
ROWS = (
    on_arn("SES120", "region-without-ses", WARNING, REJECTED)(
        _is_one_of(
            "region", REGIONS_WITHOUT_SES, "there is no SES in {}", "use a Region that has SES"
        )
    ),
    on_arn("SES121", "partition-without-ses", ERROR, REJECTED)(
        _is_one_of("partition", WITHOUT_SES, "there is no SES in the partition {}")
    ),
    on_arn("SES124", "hard-coded-partition", INFO, DANGEROUS)(
        _is_one_of(
            "written_partition",
            ("aws",),
            "the partition is hard-coded",
            "write ${data.aws_partition.current.partition} for aws where it matters",
        )
    ),
    on_set("SES045", "stream-region", ERROR, UNKNOWN)(
        _one_in_a_set(
            _REGION,
            ("stream_arn",),
            "the stream is in {own}, {other} in {first}: these two Regions cannot both be right",
            _ONE_REGION,
        )
    ),
    on_set("SES063", "topic-region", ERROR, UNKNOWN)(
        _one_in_a_set(
            _REGION,
            ("topic_arn",),
            "the topic is in {own}, {other} in {first}: these two Regions cannot both be right",
            _ONE_REGION,
        )
    ),
    on_set("SES182", "event-bus-region", ERROR, UNKNOWN)(
        _one_in_a_set(
            _REGION,
            ("event_bus_arn",),
            "the event bus is in {own}, {other} in {first}: these two Regions cannot both be right",
            _ONE_REGION,
        )
    ),
    on_set("SES064", "topic-account", WARNING, UNKNOWN)(
        _one_in_a_set(
            _ACCOUNT,
            ("topic_arn",),
            "the topic is of account {own}, {other} of {first}",
            "use a topic of the account that sends",
        )
    ),
    on_set("SES047", "mixed-partitions", ERROR, REJECTED)(
        _one_in_a_set(
            _PARTITION,
            ("stream_arn", "role_arn", "topic_arn"),
            "names the partition {own}, {other} {first}",
            "write the partition of the account",
        )
    ),
)


def _are_located(plan: Plan) -> bool:
    """Whether anything in a spec says where it lives."""
    spec = plan.resolved
    told = any(spec.having(key) for key in (*LOCATION, "raw_hcl"))
    return told or any(location(one.args) != Location() for one in spec.sets)


@on_destination("SES125", "apart-from-its-set", ERROR, REJECTED, when=_are_located)
def apart_from_its_set(
    destination: Destination, configuration_set: ResolvedSet
) -> Iterator[Finding]:
    """An event destination lives in another account or Region than its configuration set."""
    lives, expected = location(destination.args), location(configuration_set.args)
    if lives == expected or destination.args.configuration_set_name is not None:
        return
    made_here = configuration_set.args.manage or configuration_set.args.alarms is not None
    if not made_here and expected == Location():
        return  # the set is where its event destinations are
    for key, own, other in zip(Location._fields, lives, expected, strict=True):
        if own != other:
            path = (key,) if getattr(destination.own, key) is not None else ()
            noun = "provider configuration" if key == "provider" else "Region"
            its = f"lives in {_named(own, noun)}, its configuration set in {_named(other, noun)}"
            help_ = f"give both the same {noun}; in a spec, write `{key}` at the set alone"
            place = (*configuration_set.path, key) if other else configuration_set.path
            yield Finding(
                path,
                f'event destination "{destination.key}" {its}',
                help_,
                (Related(place, "the set"),),
            )


def _named(value: str | None, noun: str) -> str:
    return f"the default {noun}" if value is None else value


@on_resource("MOD009", "region-in-raw-hcl", ERROR, DANGEROUS, at="raw_hcl")
def region_in_raw_hcl(resource: ResolvedSet | Destination) -> Iterator[Finding]:
    """`raw_hcl` sets the Region of something that the module makes other resources for."""
    region = raw_region(resource.args.raw_hcl)
    if region is None:
        return
    if resource.args.region is not None or _has_company(resource):
        message = "`raw_hcl` sets region, and what the module makes beside it does not follow"
        if resource.args.region is not None:
            message = "`raw_hcl` sets region, which the key `region` sets, too"
        yield Finding(("raw_hcl",), message, f"write `region: {region}` at the configuration set")


def _has_company(resource: ResolvedSet | Destination) -> bool:
    """Whether the module makes resources for a configuration set or an event destination."""
    if isinstance(resource, ResolvedSet):
        return resource.args.alarms is not None or any(map(_has_company, resource.destinations))
    sns, firehose = resource.args.sns, resource.args.firehose
    return (sns is not None and (sns.topic is not None or bool(sns.manage_policy))) or (
        firehose is not None and (firehose.stream is not None or firehose.role is not None)
    )


@on_arn("SES122", "region-of-partition", ERROR, REJECTED)
def region_of_partition(arn: Arn) -> Iterator[Finding]:
    """The Region of an ARN is not a Region of its partition."""
    region = arn.region
    if not region or arn.partition not in PARTITIONS:
        return
    others = [name for name, shape in PARTITIONS.items() if shape.fullmatch(region)]
    if others and arn.partition not in others:
        message = f"{region} is a Region of the partition {others[0]}, not of {arn.partition}"
        yield Finding((), message, "write the Region of the destination, in its partition")
    elif not others or (arn.partition == "aws" and region not in REGIONS | REGIONS_WITHOUT_SES):
        message = f"{region} is not a Region that is known"
        close = _NEAR.to(region)
        help_ = "accept the finding with a comment if the Region is new"
        help_ = f"write {close}, or {help_}" if close else help_
        yield Finding((), message, help_, severity=WARNING)


@on_arn("SES123", "unknown-partition", WARNING, REJECTED)
def unknown_partition(arn: Arn) -> Iterator[Finding]:
    """The partition of an ARN is not known."""
    if arn.partition is not None and arn.partition not in PARTITIONS:
        message = f"{arn.partition!r} is not a partition"
        yield Finding((), message, f"they are {', '.join(PARTITIONS)}")
