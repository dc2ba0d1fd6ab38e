"""Conditions of variables, of which Terraform and :mod:`generator.hcl.evaluate` must say the same."""

from __future__ import annotations

SAID: list[tuple[str, object, bool]] = [
    ('contains(["a", "b"], var.x)', "b", True),
    ('contains(["a", "b"], lower(var.x))', "B", True),
    ('upper(trimspace(var.x)) == "A"', " a\n", True),
    ('var.x == "1" || var.x == "2" && var.x == "3"', "1", True),
    ('!(var.x == "a") == false', "a", True),
    ('var.x != null && var.x != ""', "", False),
    ("var.x == null", "a", False),
    ("1 + 2 * var.x - 3 == 2", 2, True),
    ("-var.x < -1.5", 2, True),
    ("floor(var.x) == var.x", 1.5, False),
    ("var.x % 60 == 0", 120, True),
    ("length(var.x) >= 2 && length(var.x) <= 3", "abc", True),
    ("length(var.x) == 2", ["a", "b"], True),
    ('can(regex("^[a-z]+(-[a-z]+)*$", var.x))', "ab-cd", True),
    ('can(length(regex("b", var.x)) > 0) || var.x == "a"', "a", True),
    ('!can(regex("^(a|b)\\\\d{2}$", var.x))', "c12", True),
    ('length(regexall("^(a|b)$", var.x)) > 0', "b", True),
    ('substr(var.x, 0, 4) == "arn:" && !endswith(var.x, ":")', "arn:a", True),
    ("var.x && true", True, True),
    ("var.x ? 1 == 2 : 1 == 1 ? true : false", False, True),
    ("(var.x ? 1 : 0) == 1 && length([var.x ? 1 : 0]) == 1", True, True),
]
"""A condition, a value, and whether it holds."""
