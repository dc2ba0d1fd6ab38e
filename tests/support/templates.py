"""The templates that docs/templates.md shows."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/templates.md"
TOPIC, DESTINATION = (
    "resources/aws_sns_topic.tf.j2",
    "resources/aws_ses_event_destination.tf.j2",
)
SPEC = """\
configuration_sets:
  mail:
    event_destinations:
      bounces:
        enabled: true
        matching_types: [bounce, complaint]
        sns: {topic: {name: events}}
"""


def examples() -> dict[str, str]:
    """The templates of the page by name."""
    blocks = re.findall(
        r"<!-- template: (\S+) -->\n```jinja\n(.*?)```\n", PAGE.read_text(), re.DOTALL
    )
    assert {name for name, _ in blocks} == {TOPIC, DESTINATION}
    return dict(blocks)
