"""HCL: template strings, tokens, layout and values. The only place that quotes and aligns."""

from generator.hcl.body import (
    AttributeSource,
    BlockSource,
    BodySource,
    HclReadError,
    parse_body,
    readable_body,
)
from generator.hcl.check import ParserError, parser_error
from generator.hcl.format import format_source
from generator.hcl.native import from_source
from generator.hcl.quoting import HclValueError, quote
from generator.hcl.reading import list_items, read_value
from generator.hcl.ready import Hcl, Lines, Verbatim, indented, spanning
from generator.hcl.resource_reference import ResourceReference, resource_reference
from generator.hcl.template import (
    BARE,
    IDENTIFIER,
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
    sole_traversal,
)
from generator.hcl.tokens import HclSyntaxError, Kind, Token, split_at_commas, tokenize
from generator.hcl.values import (
    Argument,
    arguments,
    comment,
    expression_source,
    mapping,
    object_key,
    sequence,
    template,
    value,
)

__all__ = [
    "BARE",
    "IDENTIFIER",
    "Argument",
    "AttributeSource",
    "BlockSource",
    "BodySource",
    "Directive",
    "Hcl",
    "HclReadError",
    "HclSyntaxError",
    "HclValueError",
    "Interpolation",
    "Kind",
    "Lines",
    "Literal",
    "ParserError",
    "ResourceReference",
    "Token",
    "Verbatim",
    "arguments",
    "comment",
    "escape_template",
    "escape_value",
    "expression",
    "expression_source",
    "format_source",
    "from_source",
    "has_markup",
    "indented",
    "is_traversal",
    "list_items",
    "literal_text",
    "mapping",
    "object_key",
    "parse_body",
    "parse_template",
    "parser_error",
    "quote",
    "read_value",
    "readable_body",
    "reference",
    "resource_reference",
    "sequence",
    "sole_expression",
    "sole_traversal",
    "spanning",
    "split_at_commas",
    "template",
    "tokenize",
    "value",
]
