"""What is deployed otherwise than a spec says, as far as answers and states show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from generator.diagnostics import Diagnostic, Path
from generator.hcl import has_markup
from generator.importer.answers.adopt import Adopted
from generator.importer.answers.collected import DEFAULTS
from generator.loader import LoadedSpec
from generator.loader.origin import diagnose
from generator.spec import resolve
from generator.spec.base import ALL, V1, About
from generator.spec.facts import DEFAULT_BUS
from generator.spec.language import about
from generator.spec.models import ConfigurationSet
from generator.spec.resolved import Destination, Resolved, ResolvedSet

_HELP = "apply the module, or write into the spec what is wanted"
_OPTIONS: Mapping[str, object] = {
    "tls_policy": "Optional",
    "custom_redirect_domain": None,
    **DEFAULTS,
    "https_policy": None,
    "max_delivery_seconds": None,
    "sending_pool": None,
    "suppression": None,
    "vdm": {},
    "tags": {},
}
"""The options of a set that answers show, and what one is that nobody set."""


class Drift(NamedTuple):
    """What differs, at its place in the spec, and the sets of the spec of which nothing was seen."""

    findings: tuple[Diagnostic, ...]
    unseen: tuple[str, ...]


def drift(loaded: LoadedSpec, resolved: Resolved, deployed: Adopted) -> Drift:
    """Compare a spec with what is deployed. What an expression decides, or nobody asked for, is not compared."""
    seen = {one.name: one for one in resolve(deployed.spec.spec).sets}
    work, unseen = _Work(loaded), []
    for owner in resolved.sets:
        found = seen.get(owner.name)
        if found is None:
            unseen.append(owner.key)
            continue
        if owner.args.manage and found.args.manage:
            work.options(owner, found)
        if found.name not in deployed.without_destinations:
            work.destinations(owner, found)
    return Drift(tuple(work.found), tuple(unseen))


class _Work:
    def __init__(self, loaded: LoadedSpec) -> None:
        self.loaded = loaded
        self.found: list[Diagnostic] = []

    def differs(self, path: Path, message: str) -> None:
        self.found.append(diagnose(self.loaded.origin, path, "VER005", message, _HELP))

    def options(self, owner: ResolvedSet, found: ResolvedSet) -> None:
        left = {*_ignored(owner), *_ignored(found)}
        for key, default in _OPTIONS.items():
            said_of = about(ConfigurationSet)[key]
            if left & {ALL, key, *_places(said_of)} or (said_of.only and owner.api == V1):
                continue
            here, there = (getattr(one.args, key) for one in (owner, found))
            said, is_ = _plain(here, default), _plain(there, default)
            if isinstance(default, Mapping):
                # Others add to them: the provider's default tags, the options that AWS chooses.
                is_ = {name: value for name, value in is_.items() if name in said}
            if _is_known(said) and said != is_:
                self.differs(
                    (*owner.path, key),
                    f"`{key}` is {_shown(is_)}, and the spec says {_shown(said)}",
                )

    def destinations(self, owner: ResolvedSet, found: ResolvedSet) -> None:
        deployed = {one.name: one for one in found.destinations}
        names = [one.name for one in owner.destinations]
        for one in owner.destinations:
            there = deployed.get(one.name)
            if (
                not _is_known(one.name)
                or one.args.count is not None
                or one.args.for_each is not None
            ):
                continue
            if there is None:
                message = f'SES has no event destination "{one.name}" in "{owner.name}"'
                self.differs(one.path, message)
            else:
                self.destination(one, there)
        if all(map(_is_known, names)):
            for name in deployed.keys() - {*names}:
                message = f'SES has an event destination "{name}" in "{owner.name}" that the spec does not have'
                self.differs(owner.path, message)

    def destination(self, one: Destination, there: Destination) -> None:
        for key in {"enabled", "matching_types"} - {*_ignored(one)}:
            said, is_ = (_value(side, key) for side in (one, there))
            if _is_known(said) and said != is_:
                self.differs(
                    (*one.path, key), f"`{key}` is {_shown(is_)}, and the spec says {_shown(said)}"
                )
        kinds, deployed = one.kinds(), there.kinds()
        if one.args.raw_hcl is None and kinds.keys() != deployed.keys():
            message = f"it publishes to {there.shown_kinds}, and the spec says {one.shown_kinds}"
            self.differs(one.path, message)
            return
        for kind in kinds:
            said, is_ = _target(kinds[kind]), _target(deployed[kind])
            for key, value in said.items():
                if _is_known(value) and value != is_.get(key):
                    message = (
                        f"`{key}` is {_shown(is_.get(key))}, and the spec says {_shown(value)}"
                    )
                    self.differs((*one.path, kind), message)


def _places(said_of: About) -> set[str]:
    """The provider's arguments and blocks that an option is in: what was not seen, or is ignored, is named by them."""
    return {said_of.hcl, said_of.hcl2, *(place.partition(".")[0] for place in said_of.inside)}


def _ignored(one: ResolvedSet | Destination) -> tuple[str, ...]:
    """The arguments whose changes Terraform ignores, ``all`` among them."""
    lifecycle = one.args.lifecycle
    found = lifecycle.ignore_changes if lifecycle is not None else None
    return (found,) if isinstance(found, str) else tuple(found or ())


def _value(one: Destination, key: str) -> object:
    if key == "enabled":
        return one.args.enabled or False
    types = one.event_types
    return sorted(types) if isinstance(types, tuple) else types


def _target(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - one of the kinds
    """What a destination publishes to, by key; of what the module makes nothing is known."""
    if isinstance(kind, tuple):
        return {"cloudwatch": sorted(tuple(one.model_dump().values()) for one in kind)}
    return {
        key: value
        for key, value in kind.model_dump().items()
        if key.endswith("_arn") and value not in (None, DEFAULT_BUS)
    }


def _plain(value: Any, default: object) -> Any:  # noqa: ANN401 - an option
    """An option to compare: what nobody set is the default."""
    if value is None:
        return default
    if isinstance(value, tuple):
        return sorted(map(str, value)) or default
    if hasattr(value, "model_dump"):
        return value.model_dump(exclude_none=True) or default
    return dict(value) if isinstance(value, Mapping) else value


def _is_known(value: object) -> bool:
    if isinstance(value, str):
        return not has_markup(value)
    if isinstance(value, Mapping):
        return all(map(_is_known, value.values()))
    return all(map(_is_known, value)) if isinstance(value, (list, tuple)) else True


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return "nothing" if value is None else str(value)
