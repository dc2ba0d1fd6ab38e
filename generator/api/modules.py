"""A spec → the files of its module."""

from __future__ import annotations

from generator.api.blocks import unwritable
from generator.hcl import HclValueError
from generator.loader import LoadedSpec
from generator.plan import plan_module
from generator.render import render
from generator.spec import Resolved
from generator.tree import RenderedFile, RenderedModule


def render_module(spec: LoadedSpec, resolved: Resolved) -> RenderedModule:
    """The files of a spec's module.

    Raises:
        SpecError: a value of the spec cannot stand in HCL.
    """
    name = spec.stem
    try:
        files = tuple(
            RenderedFile(planned.path, render(planned))
            for planned in plan_module(resolved, name, spec.file_name)
        )
    except HclValueError as error:
        raise unwritable(spec, error) from None
    return RenderedModule(name, spec.path, files)
