"""A spec → its blocks, without the module around them."""

from __future__ import annotations

from generator import plan
from generator.diagnostics import Diagnostic, Location, Severity, SpecError
from generator.hcl import HclReadError, HclValueError
from generator.loader import LoadedSpec
from generator.render import render_blocks
from generator.spec import Resolved


def convert(spec: LoadedSpec, resolved: Resolved, to: str = "hcl") -> str:
    """The resource blocks of a spec alone, as HCL or (``to="json"``) in Terraform's JSON syntax.

    Raises:
        SpecError: a value of the spec cannot stand in HCL.
    """
    try:
        blocks = plan.resource_blocks(resolved)
        return plan.to_json(blocks) if to == "json" else render_blocks(blocks)
    except (HclValueError, HclReadError) as error:
        raise unwritable(spec, error) from None


def unwritable(spec: LoadedSpec, error: ValueError) -> SpecError:
    """The error of a value that cannot stand in HCL."""
    place = Location(spec.source.name)
    return SpecError(Diagnostic("SPEC016", Severity.ERROR, str(error), place, "remove it"))
