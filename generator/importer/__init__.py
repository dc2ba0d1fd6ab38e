"""Hand-written Terraform → a spec: the stages backwards."""

from generator.importer.compare import differences
from generator.importer.draft import Draft
from generator.importer.files import (
    SUFFIXES,
    HclFile,
    TopBlock,
    cannot_read,
    is_ours,
    read_hcl,
    top_blocks,
)
from generator.importer.loaded import load_draft, load_module
from generator.importer.module import read_module
from generator.importer.remove import without
from generator.importer.terraform import (
    Import,
    files_of_module,
    find_terraform,
    import_terraform,
    load_terraform,
    refuse_foreign,
)
from generator.importer.tidy import tidy
from generator.importer.yaml_text import yaml_text

__all__ = [
    "SUFFIXES",
    "Draft",
    "HclFile",
    "Import",
    "TopBlock",
    "cannot_read",
    "differences",
    "files_of_module",
    "find_terraform",
    "import_terraform",
    "is_ours",
    "load_draft",
    "load_module",
    "load_terraform",
    "read_hcl",
    "read_module",
    "refuse_foreign",
    "tidy",
    "top_blocks",
    "without",
    "yaml_text",
]
