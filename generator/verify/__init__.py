"""The round-trip check: what HCL says against what its spec plans, read by another reader than ours."""

from generator.verify.module import (
    read_quickly,
    verify_blocks,
    verify_file,
    verify_folder,
    verify_rendered,
)
from generator.verify.reader import read_again

__all__ = [
    "read_again",
    "read_quickly",
    "verify_blocks",
    "verify_file",
    "verify_folder",
    "verify_rendered",
]
