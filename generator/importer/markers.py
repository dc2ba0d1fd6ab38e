"""Comments that tools read in the HCL: they stay there, at the place where the tool looks for them.

Sources: the documentation of checkov ("Suppressing and Skipping Policies"), trivy and tfsec ("Ignores"), tflint
("Annotations"), KICS ("Running KICS"), terrascan ("In-file Instrumentation"), semgrep and SonarQube ("NOSONAR").
"""

from __future__ import annotations

import re

_MARKER = re.compile(
    r"(?<![\w-])(?!sesgen\b)(?:[a-z][\w-]*[:-](?:ignore|skip)\b|kics-scan\b|no(?:semgrep|sonar|sec)\b)",
    re.IGNORECASE,
)
_OF_BLOCK = re.compile(r"\w:skip\b", re.IGNORECASE)
_OF_FILE = re.compile(
    r"\btflint-ignore-file\b|\bkics-scan (?:disable|enable|ignore$)", re.IGNORECASE
)


def is_marker(line: str) -> bool:
    """Whether a tool may read a line of a comment."""
    return _MARKER.search(line) is not None


def is_of_block(line: str) -> bool:
    """Whether it is looked for anywhere in a block, and is about all of it."""
    return _OF_BLOCK.search(line) is not None


def is_of_file(line: str) -> bool:
    """Whether it stands at the top of a file and is about all of it: there it stays."""
    return _OF_FILE.search(line) is not None
