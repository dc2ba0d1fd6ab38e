"""Hand-written Terraform → a spec: the stages backwards."""

from generator.importer.document import Document
from generator.importer.files import SUFFIXES, HclFile, TopBlock, cannot_read, read_hcl, top_blocks
from generator.importer.loaded import load_document, load_module
from generator.importer.module import is_ours, read_module
from generator.importer.remove import without
from generator.importer.tidy import tidy
from generator.importer.written import written

__all__ = [
    "SUFFIXES",
    "Document",
    "HclFile",
    "TopBlock",
    "cannot_read",
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
