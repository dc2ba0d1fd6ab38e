"""Addresses as Terraform, its users and its messages write them."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.diagnostics import Path

_KEY = r"\[(?:\"(?:[^\"\\]|\\.)*\"|[^\]\"]*)\]"
_MODULE = re.compile(rf"module\.[\w-]+(?:{_KEY})?\.")
_BLOCK = re.compile(
    rf"(?P<name>(?:var|variable|local|output)\.[\w-]+|(?:data\.)?[A-Za-z][\w-]*\.[\w-]+)"
    rf"(?P<key>{_KEY})?(?P<rest>(?:\.\w+|{_KEY})*)"
)
_STEP = re.compile(r"\.?([A-Za-z_]\w*)|\[?(\d+)\]?")
_CALLED = {"variable": "var", "locals": "local"}


class Address(NamedTuple):
    """An address: without the modules that it is in, the key of its instance, and the argument that it goes on with."""

    name: str
    key: str = ""
    argument: Path = ()


def read_address(text: str) -> Address | None:
    """An address such as ``module.mail["a"].aws_sns_topic.x[0].name``; None for what is none."""
    bare = text.strip()
    while match := _MODULE.match(bare):
        bare = bare[match.end() :]
    found = _BLOCK.fullmatch(bare)
    if found is None:
        return None
    steps = (int(step[2]) if step[2] else step[1] for step in _STEP.finditer(found["rest"] or ""))
    key = (found["key"] or "").strip('[]"')
    return Address(called(found["name"]), key, tuple(steps))


def called(name: str) -> str:
    """A name as we call it: of a variable ``var.x``, of a local value ``local.x``."""
    first, dot, rest = name.partition(".")
    return f"{_CALLED.get(first, first)}{dot}{rest}"


def name_of_block(kind: str, labels: tuple[str, ...]) -> str:
    """How a block of a file is called."""
    return called(".".join(labels if kind == "resource" else (kind, *labels)))
