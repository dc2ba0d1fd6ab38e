"""HCL: template strings, tokens, layout and values. The only place that quotes and aligns."""

from generator.hcl.format import format_source
from generator.hcl.native import from_source
from generator.hcl.template import (
    Directive,
    Interpolation,
    Literal,
    escape_template,
    escape_value,
    expression,
    has_markup,
    is_traversal,
    literal_text,
    parse_template,
    reference,
    sole_expression,
)
from generator.hcl.tokens import HclSyntaxError, Kind, Token, tokenize
from generator.hcl.values import (
    Argument,
    Hcl,
    HclValueError,
    arguments,
    comment,
    expression_source,
    object_key,
    quote,
    template,
    value,
)

__all__ = [
    "Argument",
    "Directive",
    "Hcl",
    "HclSyntaxError",
    "HclValueError",
    "Interpolation",
    "Kind",
    "Literal",
    "Token",
    "arguments",
    "comment",
    "escape_template",
    "escape_value",
    "expression",
    "expression_source",
    "format_source",
    "from_source",
    "has_markup",
    "is_traversal",
    "literal_text",
    "object_key",
    "parse_template",
    "quote",
    "reference",
    "sole_expression",
    "template",
    "tokenize",
    "value",
]
