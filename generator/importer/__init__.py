"""Hand-written Terraform → a spec: the stages backwards."""

from generator.importer.beside import read_beside
from generator.importer.compare import differences
from generator.importer.files import (
    SUFFIXES,
    HclFile,
    TopBlock,
    cannot_read,
    is_ours,
    read_hcl,
    top_blocks,
)
from generator.importer.not_checked import ses_files, with_below
from generator.importer.terraform import (
    Import,
    files_of_module,
    files_with_modules,
    find_terraform,
    import_terraform,
    load_terraform,
    refuse_foreign,
)

__all__ = [
    "SUFFIXES",
    "HclFile",
    "Import",
    "TopBlock",
    "cannot_read",
    "differences",
    "files_of_module",
    "files_with_modules",
    "find_terraform",
    "import_terraform",
    "is_ours",
    "load_terraform",
    "read_beside",
    "read_hcl",
    "refuse_foreign",
    "ses_files",
    "top_blocks",
    "with_below",
]
