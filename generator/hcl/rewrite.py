"""What ``terraform fmt`` writes differently, beside the layout: labels, lone interpolations, types.

The rules are those of ``internal/command/fmt.go`` of hashicorp/terraform. Where that breaks an expression
(one that spans lines, or has a comment in the middle) it is put in parentheses instead.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from generator.hcl.tokens import Kind, Token, tokenize

_BLANK = (Kind.NEWLINE, Kind.COMMENT)
_OPENERS = (Kind.OPEN, Kind.TEMPLATE_OPEN)
_CLOSERS = (Kind.CLOSE, Kind.TEMPLATE_CLOSE)
_STARTS = (*_OPENERS, Kind.QUOTE_OPEN, Kind.HEREDOC_OPEN)
_ENDS = (*_CLOSERS, Kind.QUOTE_CLOSE, Kind.HEREDOC_CLOSE)
_LABEL = (Kind.IDENT, Kind.QUOTE_OPEN, Kind.TEXT, Kind.QUOTE_CLOSE)
_HEADER = (*_LABEL, Kind.COMMENT)
_LONE = [Kind.QUOTE_OPEN, Kind.TEMPLATE_OPEN, Kind.TEMPLATE_CLOSE, Kind.QUOTE_CLOSE]
_TYPES = {
    **{name: f"{name}(any)" for name in ("list", "map", "set")},
    **{f'"{name}"': f"{name}(string)" for name in ("list", "map")},
    '"string"': "string",
}
"""Types of variables as old versions of Terraform wrote them."""


def rewritten(tokens: Sequence[Token], *, nested: bool = False) -> list[Token]:
    """The tokens of a body as ``terraform fmt`` writes them; those of an expression stay.

    ``nested`` says that the body stands in a block.
    """
    found: list[Token] = []
    blocks = ["block"] if nested else []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind in _BLANK or token.text == "}":
            if token.text == "}" and len(blocks) > nested:
                blocks.pop()
            found.append(token)
            index += 1
            continue
        end = _item(tokens, index)
        item = tokens[index:end]
        equals = _equals(item)
        if equals:
            is_type = blocks == ["variable"] and token.text == "type"
            found += [*item[: equals + 1], *_attribute(item[equals + 1 :], is_type=is_type)]
        elif item[-1].text == "{" and token.kind is Kind.IDENT:
            blocks.append(token.text)
            found += _header(item)
        else:
            found += item
        index = end
    return found


def _item(tokens: Sequence[Token], start: int) -> int:
    """Where the attribute ends that starts here, or the first line of the block, or what it is."""
    depth = 0
    header = tokens[start].kind is Kind.IDENT
    for index in range(start, len(tokens)):
        token = tokens[index]
        if header and token.text == "{":
            return index + 1
        header = header and token.kind in _HEADER and not token.ends_line
        if not depth and (token.ends_line or token.text == "}"):
            return index
        depth += (token.kind in _OPENERS) - (token.kind in _CLOSERS)
    return len(tokens)


def _equals(item: Sequence[Token]) -> int:
    """Where the ``=`` of an attribute stands; 0 for what is none."""
    if item[0].kind is not Kind.IDENT:
        return 0
    words = (index for index, token in enumerate(item) if index and token.kind is not Kind.COMMENT)
    index = next(words, 0)
    return index if item[index].text == "=" else 0


def _header(item: Sequence[Token]) -> list[Token]:
    """The first line of a block: every label in quotes, no comments between labels."""
    last = max(i for i, token in enumerate(item) if token.kind in _LABEL)
    found = [item[0]]
    for token in item[1 : last + 1]:
        text = unicodedata.normalize("NFC", token.text)
        if token.kind is Kind.IDENT:
            text = f'"{text}"'
            found += [part._replace(offset=token.offset) for part in tokenize(text)]
        elif token.kind is not Kind.COMMENT:
            found.append(token._replace(text=text))
    return [*found, *item[last + 1 :]]


def _attribute(tokens: Sequence[Token], *, is_type: bool) -> list[Token]:
    """The expression of an attribute and the comments around it."""
    places = [i for i, token in enumerate(tokens) if token.kind is not Kind.COMMENT]
    if not places:
        return list(tokens)
    first, end = places[0], places[-1] + 1
    source = tokens[first:end]
    if is_type:
        known = _TYPES.get("".join(token.text for token in source))
        source = source if known is None else tokenize(known)
    else:
        inner = lone_interpolation(source)
        if inner is not None:
            source = _attribute(_in_parentheses(inner), is_type=False)
    return [*tokens[:first], *source, *tokens[end:]]


def lone_interpolation(tokens: Sequence[Token]) -> Sequence[Token] | None:
    """The tokens in a quoted ``"${…}"`` alone, without line ends around them; None for all else."""
    ends = [token.kind for token in (*tokens[:2], *tokens[-2:])]
    if ends != _LONE or len(tokens) <= len(_LONE) or tokens[1].text[0] != "$":
        return None
    inner, quotes = tokens[2:-2], 0
    for token in inner:
        quotes += (token.kind is Kind.QUOTE_OPEN) - (token.kind is Kind.QUOTE_CLOSE)
        if not quotes and token.kind in (Kind.TEMPLATE_OPEN, Kind.TEMPLATE_CLOSE):
            return None
    places = [i for i, token in enumerate(inner) if token.kind is not Kind.NEWLINE]
    return inner[places[0] : places[-1] + 1] if places else None


def _in_parentheses(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, in parentheses where they span lines."""
    spans = any(token.kind is Kind.NEWLINE for token in tokens)
    closed = tokens[0].text == "(" and tokens[-1].text == ")"
    if not (spans and not closed) and not breaks_outside_brackets(tokens[:-1]):
        return list(tokens)
    end = tokens[-1]
    extra = [Token(Kind.NEWLINE, "\n", end.end)] if end.kind is Kind.HEREDOC_CLOSE else []
    left, right = Token(Kind.OPEN, "(", tokens[0].offset), Token(Kind.CLOSE, ")", end.end)
    return [left, *tokens, *extra, right]


def breaks_outside_brackets(tokens: Sequence[Token]) -> bool:
    """Whether an expression ends at one of its line ends where no brackets are around it."""
    depth = 0
    for token in tokens:
        depth += (token.kind in _OPENERS) - (token.kind in _CLOSERS)
        if token.ends_line and depth == 0:
            return True
    return False


def heredocs_joined(source: str) -> str:
    """The source with what is interpolated in a heredoc on one line, where its comments allow it.

    ``terraform fmt`` does not count the brackets that open in a heredoc, but those that close: where a
    line ends between them, all that follows in the file would move to the left. (A heredoc in what is
    interpolated in a heredoc needs its lines: there it stays so.)
    """
    if "<<" not in source:
        return source
    tokens = tokenize(source)
    pieces: list[str] = []
    opened: list[int] = []
    last = 0
    for index, token in enumerate(tokens):
        if token.kind in _ENDS:
            opened.pop()
        elif token.kind in _STARTS:
            opened.append(index)
        elif token.ends_line and any(tokens[i].kind is Kind.HEREDOC_OPEN for i in opened):
            joint = _joint(tokens, index, opened[-1])
            pieces += [source[last : token.offset], joint]
            last = token.end
    return "".join([*pieces, source[last:]])


def _joint(tokens: Sequence[Token], index: int, opener: int) -> str:
    """What stands for a line end: a comma between two entries of an object, else a blank."""
    token = tokens[index]
    before = next(i for i in range(index - 1, -1, -1) if tokens[i].kind not in _BLANK)
    after = next(i for i in range(index + 1, len(tokens)) if tokens[i].kind not in _BLANK)
    if tokens[index - 1].kind is Kind.HEREDOC_CLOSE or "*/" in token.text:
        return token.text
    words = (other.text for other in tokens[opener + 1 :] if other.kind not in _BLANK)
    is_object = tokens[opener].text == "{" and next(words) != "for"
    first = not any(other.ends_line for other in tokens[before + 1 : index])
    ends_entry = is_object and first and before != opener and tokens[before].text != ","
    comma = ", " if ends_entry and tokens[after].text != "}" else " "
    text = token.text.removeprefix("//").lstrip("#").strip()
    return comma + (f"/* {text} */ " if text else "")
