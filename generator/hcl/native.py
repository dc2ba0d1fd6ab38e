"""HCL source → values of a spec: the way back from :mod:`generator.hcl.values`."""

from __future__ import annotations

import re

from generator.hcl.template import escape_template, expression, is_traversal
from generator.hcl.tokens import HclSyntaxError, Kind, Token, encloses, tokenize

_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([nrt"\\]))|\$\$\{|%%\{')
_QUOTED = re.compile(r'"([^"\\$%\r\n]*)"')
"""A string without escapes and templates."""
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def from_source(source: str) -> str:
    """The spec string of an expression: a quoted template becomes a template, the rest ``${…}``.

    Raises:
        HclSyntaxError: the source cannot be split into tokens.
    """
    source = source.strip()
    # Most are one of these two, and need no tokens.
    quoted = _QUOTED.fullmatch(source)
    if quoted is not None:
        return quoted[1]
    if is_traversal(source):
        return expression(source)
    tokens = tokenize(source)
    if encloses(tokens, '"'):
        return _template(source, tokens[1:-1])
    # A heredoc ends with its line: the closing brace stands on the next one.
    ending = "\n" if tokens and tokens[-1].kind is Kind.HEREDOC_CLOSE else ""
    return expression(source + ending)


def _template(source: str, tokens: list[Token]) -> str:
    """Literal texts decoded and escaped anew, sequences as they are written."""
    pieces: list[str] = []
    depth, start = 0, 0
    for token in tokens:
        if token.kind is Kind.TEMPLATE_OPEN:
            start = token.offset if not depth else start
            depth += 1
        elif token.kind is Kind.TEMPLATE_CLOSE:
            depth -= 1
            if not depth:
                pieces.append(source[start : token.end])
        elif not depth:
            pieces.append(escape_template(_decode(token)))
    return "".join(pieces)


def _decode(token: Token) -> str:
    def replace(match: re.Match[str]) -> str:
        short, long, plain = match.groups()
        if plain:
            return _PLAIN[plain]
        if short or long:
            return chr(int(short or long, 16))
        return match.group()[1:]

    decoded = _ESCAPE.sub(replace, token.text)
    wrong = re.search(r"\\", _ESCAPE.sub("", token.text))
    if wrong:
        raise HclSyntaxError("a backslash escapes nothing that HCL knows", token.offset)
    return decoded
