"""Two plans of one module → what an edit does: without state, Terraform or network."""

from generator.impact.compare import compare
from generator.impact.effects import ORDER, Action, Effect

__all__ = ["ORDER", "Action", "Effect", "compare"]
