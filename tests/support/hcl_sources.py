"""HCL sources and values of specs by chance: odd in layout, in characters and in what stands where."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

WORDS = [
    "a",
    "bc",
    "for",
    "in",
    "if",
    "null",
    "true",
    "def_g",
    "h-i",
    "é",
    "e\u0301x",
    "content",
    "type",
]
CHARACTERS = [
    *(
        "a",
        "b c",
        "=",
        "#",
        "//",
        "/*",
        "'",
        "$",
        "%",
        "$$",
        "%%",
        "$${",
        "%%{",
        "$$${x}",
        "{",
        "}",
        "~",
    ),
    *(
        "\u0301",
        "e\u0301",
        "é",
        "\u200d",
        "\ufe0f",
        "👩\u200d👩\u200d👧",
        "👍🏽",
        "🇩🇪",
        "🇩",
        "한",
        "\u1112\u1161\u11ab",
    ),
    *("\u1112", "\u11ab", "\u0600", "क्ष", "ा", "\ufffd", "\u00a0", "\u2028", "中"),
]
OPERATORS = ["+", "-", "*", "/", "%", "==", "!=", "&&", "||", "<", ">=", "<=", ">"]
REFERENCES = [
    *(
        "var.x",
        "a.0",
        "a.0.1.b",
        "x[*].y",
        "x.*.y",
        "x.*.0.z",
        'each.value["k"]',
        "a[0].b",
        "a[var.i][1]",
    ),
    *("local.é", "a.b.c", "null", "true", "in", "for", 'm["a"].b[*]', "a.*"),
]
NUMBERS = ["0", "1", "12.5", "1e3", "1.5E-3", "2e+7"]


class Sources:
    """Sources from one seed. What HCL does not allow is among them: sort it out with a parser."""

    def __init__(self, seed: int, *, nested_heredocs: bool = True) -> None:
        self.random = random.Random(seed)
        self.heredocs = 1 if not nested_heredocs else 9

    def pick(self, items: Sequence[T]) -> T:
        return self.random.choice(items)

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def blank(self) -> str:
        return self.pick(["", "", " ", " ", "  ", "\t", " /* c */ " if self.chance(10) else " "])

    def line(self) -> str:
        """Blanks where a line may break."""
        if self.chance(60):
            return self.blank()
        return self.pick(
            ["\n", "\n\n", "\n   ", " # why\n", " // é\n\n", "\r\n" if self.chance(10) else "\n"]
        )

    def text(self) -> str:
        return "".join(self.pick(CHARACTERS) for _ in range(self.random.randrange(4)))

    def quoted(self, depth: int) -> str:
        parts = [self.text()]
        for _ in range(self.random.randrange(3) if depth else 0):
            tilde, after = self.pick(["", "", "~"]), self.pick(["", "", "~"])
            inner = self.expression(depth - 1)
            blank, more = self.line() if self.chance(20) else self.blank(), self.blank()
            if self.chance(15):
                parts.append(
                    f"%{{{tilde}{blank}if {inner}{more}{after}}}{self.text()}%{{ else }}x%{{endif}}"
                )
            elif self.chance(10):
                parts.append(f"%{{ for k,v in {inner}{more}}}${{k}}%{{ endfor{after}}}")
            else:
                parts.append(f"${{{tilde}{blank}{inner}{more}{after}}}")
            parts.append(self.text() if self.chance(50) else "")
        return '"' + "".join(parts) + '"'

    def heredoc(self, depth: int) -> str:
        if not self.heredocs:
            return self.leaf()
        self.heredocs -= 1
        lines = []
        for _ in range(self.random.randrange(4)):
            inner = (
                f"${{{self.blank()}{self.expression(depth - 1)}{self.line()}}}"
                if depth and self.chance(40)
                else ""
            )
            lines.append(" " * self.random.randrange(6) + self.text() + inner + self.text() + "\n")
        self.heredocs += 1
        mark = self.pick(["E", "EOT", "é"])
        return f"<<{self.pick(['', '-'])}{mark}\n{''.join(lines)}{self.pick(['', '  '])}{mark}{self.pick(['', '', '', ' '])}\n"

    def leaf(self) -> str:
        return self.pick(
            [
                self.pick(REFERENCES),
                self.pick(NUMBERS),
                self.quoted(0),
                self.pick(WORDS),
                "[]",
                "{}",
                "f()",
                "{ }",
                "[ ]",
            ]
        )

    def key(self, depth: int) -> str:
        return self.pick(
            [
                *(
                    self.pick(WORDS),
                    self.pick(WORDS),
                    self.quoted(0),
                    self.quoted(0),
                    self.quoted(depth),
                ),
                *(
                    f"({self.blank()}{self.expression(depth - 1)}{self.blank()})",
                    self.pick(NUMBERS),
                ),
            ]
        )

    def tuple_(self, depth: int) -> str:
        items = "".join(
            f"{self.line()}{self.expression(depth - 1)}{self.line()},"
            for _ in range(self.random.randrange(4))
        )
        return f"[{items if self.chance(50) else items[:-1]}{self.line()}]"

    def object_(self, depth: int) -> str:
        pieces = [self.line()]
        for _ in range(self.random.randrange(4)):
            separator = self.pick(["=", "=", "=", ":"])
            ending = self.pick(
                [
                    ", ",
                    "\n",
                    "\n",
                    "\n",
                    " # why\n",
                    " /* c */\n",
                    ",\n",
                    ", # why\n",
                    "\n\n",
                    ",\r\n" if self.chance(5) else "\n",
                ]
            )
            pieces += [
                self.key(depth),
                self.blank(),
                separator,
                self.blank(),
                self.expression(depth - 1),
                ending,
            ]
        return "{" + "".join(pieces) + "}"

    def expression(self, depth: int) -> str:
        if depth <= 0 or self.chance(20):
            return self.leaf()
        make = self.pick(
            [
                *(
                    self.tuple_,
                    self.object_,
                    self.object_,
                    self.quoted,
                    self.call,
                    self.operation,
                    self.conditional,
                ),
                *(
                    self.comprehension,
                    self.unary,
                    self.parentheses,
                    self.index,
                    self.heredoc,
                    self.quoted,
                ),
            ]
        )
        return make(depth)

    def call(self, depth: int) -> str:
        name = self.pick(["f", "é", "provider::x::y", "provider :: x ::y", "h-i"])
        arguments = f",{self.line()}".join(
            self.expression(depth - 1) for _ in range(self.random.randrange(1, 4))
        )
        return f"{name}{self.blank()}({self.line()}{arguments}{self.pick(['', '', '...', ','])}{self.line()})"

    def operation(self, depth: int) -> str:
        left, right = self.expression(depth - 1), self.expression(depth - 1)
        return f"{left}{self.blank()}{self.pick(OPERATORS)}{self.blank()}{right}"

    def conditional(self, depth: int) -> str:
        parts = [self.expression(depth - 1) for _ in range(3)]
        return f"{parts[0]}{self.blank()}?{self.blank()}{parts[1]}{self.blank()}:{self.blank()}{parts[2]}"

    def comprehension(self, depth: int) -> str:
        over, item = self.expression(depth - 1), self.expression(depth - 1)
        names, condition = (
            self.pick(["x", "k,v", "k , v"]),
            self.pick(["", f" if{self.blank()} {self.expression(0)}"]),
        )
        if self.chance(50):
            return f"[{self.line()}for {names} in {over}{self.line()}:{self.line()}{item}{condition}{self.line()}]"
        key, dots = self.expression(0), self.pick(["", "..."])
        return f"{{{self.line()}for {names} in {over}{self.blank()}:{self.line()}{key}{self.blank()}=>{self.line()}{item}{dots}{condition}{self.line()}}}"

    def unary(self, depth: int) -> str:
        return self.pick("!-") + self.blank() + self.expression(depth - 1)

    def parentheses(self, depth: int) -> str:
        inner = self.pick([self.operation, self.conditional, self.expression])(depth - 1)
        if self.chance(50):
            inner = inner.replace(" ", self.pick([" ", "\n", " # why\n", "\n  "]))
        return f"({self.line()}{inner}{self.line()})"

    def index(self, depth: int) -> str:
        makes = [self.parentheses, self.tuple_, self.call]
        base = self.pick(makes)(depth - 1) if self.chance(70) else self.pick(REFERENCES)
        return base + self.pick(
            [
                f"[{self.blank()}{self.expression(depth - 1)}{self.blank()}]",
                ".b",
                ".0",
                "[*]",
                ".*",
                ".*.x",
                "[*].y[0]",
            ]
        )

    def attribute(self, depth: int) -> str:
        name = self.pick(WORDS)
        return f"{name}{self.blank()}={self.blank()}{self.expression(depth)}"

    def body(self, depth: int) -> str:
        lines = []
        for _ in range(self.random.randrange(1, 6)):
            if self.chance(15):
                lines.append(self.pick(["", "# why", "  // é", "/* a\n   b */", "/* c */", "\t"]))
            elif depth and self.chance(30):
                lines.append(self.block(depth))
            else:
                lines.append(self.attribute(2))
            if lines[-1][-1:] != "\n":
                lines[-1] += self.pick(
                    [
                        "\n",
                        "\n",
                        "\n",
                        " # why\n",
                        "\t//é\n",
                        " /* c */\n",
                        "\n\n",
                        "\r\n" if self.chance(5) else "\n",
                    ]
                )
        blanks = ["", "  ", "\t", "      "]
        return "".join(self.pick(blanks) + line for line in lines)

    def block(self, depth: int) -> str:
        labels = "".join(
            self.blank() + self.pick(['"a"', " b", '"é"', ' "c d"'])
            for _ in range(self.random.randrange(3))
        )
        name = self.pick(["dynamic", "b", "variable", "content"])
        if self.chance(20):
            inner = self.pick(["", f" {self.attribute(1)} "])
            return f"{name} {labels}{self.blank()}{{{self.blank()}{inner}}}"
        return (
            f"{name} {labels}{self.blank()}{{{self.pick(['', ' # why'])}\n{self.body(depth - 1)}}}"
        )

    def value(self, depth: int = 3) -> object:
        """A value of a spec: templates among its strings."""
        if depth and self.chance(35):
            return {
                self.spec_text(): self.value(depth - 1) for _ in range(self.random.randrange(4))
            }
        if depth and self.chance(30):
            items = [self.value(depth - 1) for _ in range(self.random.randrange(4))]
            return tuple(items) if self.chance(20) else items
        return self.pick(
            [self.spec_text(), self.spec_text(), 1, -2, 1.5, -1e30, True, None, "x" * 60]
        )

    def spec_text(self) -> str:
        """A string of a spec: a word, odd text, a template or an expression."""
        if self.chance(25):
            return self.pick(WORDS)
        if self.chance(30):
            return self.text()
        if self.chance(50):
            return f"${{{self.line()}{self.expression(2)}{self.line()}}}"
        return f"{self.text()}${{{self.blank()}{self.expression(1)}{self.line()}}}{self.text()}"
