"""Where resources live: the Region and the account that the provider configurations beside them fix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from generator import hcl
from generator.diagnostics import Location as Place
from generator.diagnostics import Path
from generator.hcl.folder import Folder, FolderBlock, Values, inner, listed
from generator.plan import Plan
from generator.rules.arn import PARTITIONS, Arn, arn_arguments, arns, read_arn
from generator.rules.beside import block_of
from generator.rules.static_values import literal
from generator.spec.facts import ROLE, STREAM, TOPIC
from generator.spec.location import DEFAULT_PROVIDER, Location, location
from generator.spec.resolved import Destination

_TYPES = (*TOPIC.types, *STREAM.types, *ROLE.types)
_ACCOUNT = re.compile(r"\d{12}")


class Home(NamedTuple):
    """Where a resource lives, as far as it is known: no ``accounts`` are any."""

    region: str | None
    accounts: frozenset[str]
    provider: FolderBlock | None

    @property
    def partition(self) -> str | None:
        """The partition of the Region."""
        return partition_of(self.region)

    @property
    def account(self) -> str | None:
        """The account, where it is one."""
        return next(iter(self.accounts)) if len(self.accounts) == 1 else None

    def beside(self, fact: str) -> tuple[tuple[str, Place], ...]:
        """The place of the provider configuration, which says a fact."""
        return () if self.provider is None else ((f"{fact} here", self.provider.place()),)


def partition_of(region: str | None) -> str | None:
    """The partition of a Region."""
    shapes = PARTITIONS.items() if region else ()
    return next((name for name, shape in shapes if shape.fullmatch(region or "")), None)


@lru_cache(maxsize=256)
def home(folder: Folder, lives: Location) -> Home:
    """Where something with a location lives."""
    block = _provider(folder, lives)
    values: Values = {} if block is None else block.values
    region = lives.region if lives.region is not None else values.get("region")
    return Home(literal(folder.known(region)), _accounts(folder, values), block)


def _provider(folder: Folder, lives: Location) -> FolderBlock | None:
    """The provider configuration of a location."""
    name, _, alias = (lives.provider or DEFAULT_PROVIDER).partition(".")
    for block in folder.of("provider"):
        if block.labels == (name,) and block.values.get("alias") == (alias or None):
            return block
    return None


def _accounts(folder: Folder, provider: Values) -> frozenset[str]:
    """The accounts that a provider configuration works in: that of the role it assumes, else those it allows."""
    roles = inner(provider, "assume_role", "assume_role_with_web_identity")
    if roles is None:
        return frozenset()
    if roles:
        arn = _arn(folder, roles[-1].get("role_arn"))
        return frozenset([arn.owner] if arn is not None and arn.owner else [])
    allowed = folder.known(provider.get("allowed_account_ids"))
    found = [literal(str(folder.known(one))) or "" for one in listed(allowed)]
    return frozenset(found if all(map(_ACCOUNT.fullmatch, found)) else [])


def _arn(folder: Folder, value: object) -> Arn | None:
    """The ARN in an argument, also behind a local value."""
    known = folder.known(value)
    return read_arn(known) if isinstance(known, str) and known else None


def _block_home(folder: Folder, block: FolderBlock) -> Home:
    """Where a resource or data source lives."""
    values = block.values
    provider, region = (_text(values.get(name)) for name in ("provider", "region"))
    return home(folder, Location(provider and (hcl.sole_expression(provider) or provider), region))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


class Referred(NamedTuple):
    """What an event destination refers to by an ARN: where that is written, the ARN as far as it is known.

    ``lives`` and ``of`` are where the event destination lives, and the block that it refers to.
    """

    path: Path
    arn: Arn
    lives: Home | None = None
    of: Home | None = None

    @property
    def argument(self) -> str:
        """The argument that refers to it."""
        return str(self.path[-1])

    def places(self, fact: str) -> tuple[tuple[str, Place], ...]:
        """The places of the provider configurations that say a fact of both."""
        found = (one.beside(fact) for one in (self.lives, self.of) if one is not None)
        return tuple(chain.from_iterable(found))


def referred(plan: Plan, destination: Destination) -> Iterator[Referred]:
    """What an event destination refers to by ARNs, or by blocks that stand beside; the paths are in it."""
    folder = plan.beside
    if not folder.is_known and location(destination.args).region is None:
        yield from (Referred(path, arn) for path, arn in arns(destination) if arn.well_formed)
        return
    for path, text in arn_arguments(destination):
        found = _referred(folder, text, location(destination.args))
        if found is not None:
            yield found._replace(path=path)


@lru_cache(maxsize=4096)
def _referred(folder: Folder, text: str, where: Location) -> Referred | None:
    """What a text refers to in something with a location; many event destinations have the same."""
    lives, arn, block = home(folder, where), _arn(folder, text), block_of(folder, text, *_TYPES)
    if arn is not None and arn.well_formed:
        return Referred((), arn, lives)
    if block is None:
        return None
    of = _block_home(folder, block)
    region = None if block.labels[0] in ROLE.types else of.region
    return Referred((), Arn(of.partition, None, region, of.account, ""), lives, of)


def home_of(plan: Plan, destination: Destination) -> Home:
    """Where an event destination lives."""
    return home(plan.beside, location(destination.args))
