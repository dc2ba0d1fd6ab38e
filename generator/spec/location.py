"""Where a resource lives: its provider configuration and its Region."""

from __future__ import annotations

from typing import NamedTuple

from generator import hcl
from generator.spec.alarms import AccountAlarms
from generator.spec.destinations import EventDestination
from generator.spec.models import ConfigurationSet

DEFAULT_PROVIDER = "aws"
"""How the default provider configuration is named where it is written out."""


class Location(NamedTuple):
    """Where a resource lives: its provider configuration and its Region; None is the default one.

    Account and Region of everything that belongs together are the same: SES publishes within one Region.
    """

    provider: str | None = None
    region: str | None = None


_HERE = Location()


def location(args: EventDestination | ConfigurationSet | AccountAlarms) -> Location:
    """Where a resource lives, as its keys and its own HCL say."""
    provider = None if args.provider == DEFAULT_PROVIDER else args.provider
    region = args.region
    if region is None and not isinstance(args, AccountAlarms) and args.raw_hcl is not None:
        region = raw_region(args.raw_hcl)
    return Location(provider, region) if provider is not None or region is not None else _HERE


def raw_region(raw_hcl: str | None) -> str | None:
    """The Region that HCL of a resource says: a template string, as the key would have it."""
    found = (one.source for one in hcl.readable_body(raw_hcl).attributes if one.name == "region")
    source = next(found, "")
    try:
        return hcl.from_source(source) if source else None
    except hcl.HclSyntaxError:
        return None
