"""What a Python program calls: specs in, findings and HCL out. Nothing is printed, nothing but files asked for is read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from generator import loader, pipeline
from generator.diagnostics import Diagnostic, SpecError
from generator.loader import LoadedSpec, PythonOrigin, PythonSpecs
from generator.loader.text import SourceText
from generator.plan import Plan
from generator.rules import ALIASES, Selection, unknown_codes
from generator.spec import Spec

if TYPE_CHECKING:
    from generator.render import OwnTemplates

Folder: TypeAlias = str | os.PathLike[str]

NAME = "spec"
"""What a spec is called in findings and headers where it comes from no file."""


def load(path: Folder, *, python: bool = True) -> Spec:
    """Read a spec: YAML, JSON, or Python, which is run unless ``python`` says otherwise.

    Raises:
        SpecError: the file cannot be read (``exit_code`` 2), or the spec is wrong (1).
    """
    with PythonSpecs() as runner:
        return loader.load(os.fspath(path), python=runner if python else None).spec


def loads(text: str, name: str = f"{NAME}.yaml") -> Spec:
    """Read the text of a spec. The ending of ``name``, which findings show, says what language it is in.

    Raises:
        SpecError: the spec is wrong.
        TypeError: ``text`` is not text.
    """
    if not isinstance(text, str):
        raise TypeError(f"text is needed, not {type(text).__name__}: for a file see generator.load")
    with PythonSpecs() as runner:
        return loader.load_text(SourceText(name, text), None, python=runner).spec


def check(
    spec: Spec, *, name: str = NAME, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> list[Diagnostic]:
    """Everything that the rules find in a spec; each finding's ``path`` is its place there.

    ``select`` and ``ignore`` are codes or their beginnings, as on the command line.

    Raises:
        ValueError: no rule has one of the codes.
    """
    chosen = [tuple(ALIASES.get(code, code) for code in codes) for codes in (select, ignore)]
    unknown = unknown_codes([code for codes in chosen for code in codes])
    if unknown:
        raise ValueError(f"no rule is called {', '.join(unknown)}")
    return pipeline.check(pipeline.Loaded([_planned(spec, name)]), Selection(*chosen))


def make_plan(spec: Spec) -> Plan:
    """What the module of a spec holds: addresses, records, inputs, outputs."""
    return _planned(spec, NAME).plan


def convert(
    spec: Spec, to: str = "hcl", *, name: str = NAME, templates: Folder | None = None
) -> str:
    """The resource blocks of a spec alone, as ``hcl`` or in Terraform's ``json`` syntax. Rules are not asked.

    ``templates`` is a folder of templates of your own.

    Raises:
        SpecError: a value of the spec cannot stand in HCL, or a template is wrong.
        ValueError: another syntax is asked for.
    """
    if to not in ("hcl", "json"):
        raise ValueError(f"{to!r} is not a syntax: hcl or json")
    return pipeline.convert(_planned(spec, name), to, _own(templates))


def render_module(spec: Spec, name: str, *, templates: Folder | None = None) -> dict[str, str]:
    """The files of a spec's module by their paths. ``name`` is the module's. Rules are not asked.

    ``templates`` is a folder of templates of your own, which must lose nothing of the spec.

    Raises:
        SpecError: a value of the spec cannot stand in HCL, or a template is wrong.
        ValueError: the name cannot be that of a folder.
    """
    from generator.output.strays import can_be_folder  # noqa: PLC0415 - as below
    from generator.workers import How, render_modules  # noqa: PLC0415 - 50 ms of Jinja

    if not can_be_folder(name):
        raise ValueError(f"{name!r} cannot be the name of a module's folder")
    (rendered,) = render_modules([_planned(spec, name)], how=How(own=_own(templates)))
    if rendered.module is None:
        raise SpecError(*rendered.diagnostics)
    return {file.path: file.text for file in rendered.module.files}


def verify_module(spec: Spec, folder: Folder, *, name: str = NAME) -> list[Diagnostic]:
    """What the HCL in a module's folder says otherwise than the spec, read with python-hcl2.

    Raises:
        SpecError: the folder or a file in it cannot be read.
    """
    from generator.verify import verify_folder  # noqa: PLC0415 - 0.2 s of python-hcl2

    found = _planned(spec, name)
    return verify_folder(found.loaded, found.plan, Path(folder))


def _own(folder: Folder | None) -> OwnTemplates | None:
    if folder is None:
        return None
    from generator.render.parts import read_own  # noqa: PLC0415 - only for those who have some

    return read_own(os.fspath(folder))


def _planned(spec: Spec, name: str) -> pipeline.PlannedSpec:
    if not isinstance(spec, Spec):
        raise TypeError(f"a Spec is needed, not {type(spec).__name__}: see generator.load")
    return pipeline.planned(LoadedSpec(spec, PythonOrigin(name), SourceText(name, ""), None))
