"""``count`` and ``for_each``, and the expressions and references that depend on them."""

from __future__ import annotations

from collections.abc import Iterator

from generator import hcl
from generator.plan import Plan
from generator.rules.arn import within
from generator.rules.base import ERROR, TERRAFORM, Finding
from generator.rules.expressions import sources, spec_strings, strings, traversals
from generator.rules.registration import on_resource, on_set
from generator.spec.resolved import Destination, ResolvedSet, repetition

_NEEDS = {"each": "for_each", "count": "count"}
_USE = 2  # each, key


@on_resource("TF006", "count-and-for-each", ERROR, TERRAFORM, at="count")
def count_and_for_each(resource: ResolvedSet | Destination) -> Iterator[Finding]:
    """A resource has both `count` and `for_each`."""
    if resource.args.for_each is not None:
        message = f'"{resource.key}" has both count and for_each'
        yield Finding(("count",), message, "leave one of the two out")


def _mentions_instances(plan: Plan) -> bool:
    return any("each." in text or "count." in text for _, text in spec_strings(plan.resolved))


@on_resource("TF008", "each-outside", ERROR, TERRAFORM, when=_mentions_instances)
def each_outside(
    resource: ResolvedSet | Destination, configuration_set: ResolvedSet
) -> Iterator[Finding]:
    """`each` is used without `for_each`, or `count.index` without `count`."""
    if isinstance(resource, Destination):
        kind = resource.repetition(configuration_set)[0]
    else:
        kind = repetition(resource.args)[0]
    names = (
        n
        for n in type(resource.args).model_fields
        if n not in (*hcl.BARE, "comments", "event_destinations")
    )
    found = (
        (path, steps)
        for name in names
        for path, text in strings(getattr(resource.args, name), (name,))
        for source in sources(path, text)
        for steps in traversals(source)
    )
    for path, steps in found:
        needed = _NEEDS.get(steps[0])
        if needed and len(steps) >= _USE and needed != kind:
            message = f"{steps[0]}.{steps[1]} is used, and nothing has {needed}"
            yield Finding(path, message, f"add {needed}, or leave it out")


@on_set("TF009", "mixed-repetition", ERROR, TERRAFORM)
def mixed_repetition(configuration_set: ResolvedSet) -> Iterator[Finding]:
    """An event destination has another `count` or `for_each` than its configuration set."""
    of_set = repetition(configuration_set.args)
    for one in configuration_set.destinations if of_set[1] is not None else ():
        kind, times = repetition(one.args)
        if times is None or of_set == (kind, times) or one.args.configuration_set_name is not None:
            continue
        message = f'event destination "{one.key}" has a {kind} of its own, and so has its configuration set'
        help_ = (
            f"leave {kind} out, or write `configuration_set_name` with the instance it belongs to"
        )
        yield Finding(within(one, kind), message, help_)
