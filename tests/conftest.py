"""Settings of every test."""

from __future__ import annotations

from hypothesis import settings

# Grammars and validators are built on first use: a deadline for one example would flake.
settings.register_profile("sesgen", deadline=None)
settings.load_profile("sesgen")
