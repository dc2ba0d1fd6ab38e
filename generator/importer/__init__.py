"""Hand-written Terraform → a spec, and the round-trip check: the stages backwards."""

from generator.importer.files import SUFFIXES, HclFile, TopBlock, read_hcl, top_blocks
from generator.importer.loaded import load_document, load_module
from generator.importer.module import Document, is_ours, read_module
from generator.importer.remove import without
from generator.importer.tidy import tidy
from generator.importer.verify import differences
from generator.importer.written import written

__all__ = [
    "SUFFIXES",
    "Document",
    "HclFile",
    "TopBlock",
    "differences",
    "is_ours",
    "load_document",
    "load_module",
    "read_hcl",
    "read_module",
    "tidy",
    "top_blocks",
    "without",
    "written",
]
