"""HCL, read with python-hcl2 alone.

python load_with_python_hcl2.py main.tf
"""

import sys
from pathlib import Path

import hcl2

with Path(sys.argv[1]).open() as file:
    hcl2.load(file)
