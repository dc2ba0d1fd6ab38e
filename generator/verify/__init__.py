"""The round-trip check: what HCL says against what its spec plans, read by another reader than ours."""

from generator.verify.compare import differences
from generator.verify.reader import read_again

__all__ = ["differences", "read_again"]
