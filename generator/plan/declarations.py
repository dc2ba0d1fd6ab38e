"""The records of what is not a resource: data sources, ``locals``, variables and outputs; see :mod:`generator.plan.records`."""

from __future__ import annotations

from typing import NamedTuple

from generator.diagnostics import Path
from generator.hcl import Hcl
from generator.plan.blocks import Condition, Given


class CallerIdentity(NamedTuple):
    """The account of a provider configuration: ``data.aws_caller_identity``."""

    spec_path: Path
    label: Hcl
    provider: Given


class Partition(NamedTuple):
    """The partition of a provider configuration: ``data.aws_partition``."""

    spec_path: Path
    label: Hcl
    provider: Given


class Region(NamedTuple):
    """The Region of a provider configuration: ``data.aws_region``."""

    spec_path: Path
    label: Hcl
    provider: Given


class Locals(NamedTuple):
    """A ``locals`` block with one value: what the shared trigger watches in one file of a large module."""

    spec_path: Path
    label: Hcl
    value: Hcl


class Input(NamedTuple):
    """An input variable of the module: a ``variable`` block."""

    spec_path: Path
    label: Hcl
    description: Hcl
    type: Hcl
    default: Given
    sensitive: Given
    nullable: Given
    validation: tuple[Condition, ...]


class Output(NamedTuple):
    """An output of the module: an ``output`` block."""

    spec_path: Path
    label: Hcl
    description: Hcl
    value: Hcl
    sensitive: Given
