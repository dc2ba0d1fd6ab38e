"""Settings of every test."""

from __future__ import annotations

import os

from hypothesis import settings

# Grammars and validators are built on first use: a deadline for one example would flake. In CI a commit that
# changes nothing fails nothing; elsewhere every run looks at other examples.
settings.register_profile("sesgen", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("sesgen")
