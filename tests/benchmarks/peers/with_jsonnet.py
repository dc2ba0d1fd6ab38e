"""Evaluate ``destinations.jsonnet`` on a spec in JSON.

python with_jsonnet.py SPEC.json > main.tf.json
"""

import sys
from pathlib import Path

import _jsonnet

spec = Path(sys.argv[1]).read_text()
program = Path(__file__).with_name("destinations.jsonnet")
print(
    _jsonnet.evaluate_snippet(
        str(program), program.read_text(), import_callback=lambda *_: ("spec.json", spec.encode())
    )
)
