"""What AWS, Terraform's state and CloudFormation say of event destinations → a spec that plans no change."""

from generator.importer.answers.adopt import Adopted, adopt_answers
from generator.importer.answers.collected import ROOT
from generator.importer.answers.documents import SUFFIXES, is_answer
from generator.importer.answers.drift import Drift, drift
from generator.importer.answers.loops import LOOPS

__all__ = [
    "LOOPS",
    "ROOT",
    "SUFFIXES",
    "Adopted",
    "Drift",
    "adopt_answers",
    "drift",
    "is_answer",
]
