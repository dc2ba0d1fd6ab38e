"""The way back from Terraform: its addresses, its files and its messages at the places in the specs that they come from."""

from generator.trace.index import Index
from generator.trace.lines import Lines
from generator.trace.terraform import Answer, NotTerraformError, read_answer
from generator.trace.trace import count, locate, trace

__all__ = [
    "Answer",
    "Index",
    "Lines",
    "NotTerraformError",
    "count",
    "locate",
    "read_answer",
    "trace",
]
