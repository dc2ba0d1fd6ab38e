"""Records of API v2: what they say in other words than those of API v1."""

from __future__ import annotations

import pytest

from tests.support.plans import ARN, blocks_of

IN_BLOCK = "event_destination[0]."
EVENTS = f'a: {{enabled: true, matching_types: [send], sns: "{ARN}", lifecycle: {{ignore_changes: WORDS}}}}'


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("[enabled, name]", f"[{IN_BLOCK}enabled, event_destination_name]"),
        ("[matching_types]", f"[{IN_BLOCK}matching_event_types]"),
        ("[matching_event_types]", f"[{IN_BLOCK}matching_event_types]"),
        ('["sns_destination[0].topic_arn"]', f"[{IN_BLOCK}sns_destination[0].topic_arn]"),
        ("[kinesis_destination]", f"[{IN_BLOCK}kinesis_firehose_destination]"),
        (f'["{IN_BLOCK}enabled"]', f"[{IN_BLOCK}enabled]"),
        ("all", "all"),
    ],
)
def test_what_is_ignored_stands_in_the_inner_block(words: str, expected: str) -> None:
    text = EVENTS.replace("WORDS", words)
    blocks = blocks_of(
        f"api: v2\nconfiguration_sets: {{mail: {{event_destinations: {{{text}}}}}}}\n"
    )
    assert f"ignore_changes = {expected}\n" in blocks


def test_what_is_ignored_of_a_set_stands_in_its_options() -> None:
    ignored = "[reputation_metrics_enabled, sending_enabled, tls_policy, tags, name]"
    blocks = blocks_of(
        f"api: v2\nconfiguration_sets: {{mail: {{lifecycle: {{ignore_changes: {ignored}}}}}}}\n"
    )
    said = blocks.partition("ignore_changes = ")[2]
    for word in (
        *("reputation_options[0].reputation_metrics_enabled", "sending_options[0].sending_enabled"),
        *("delivery_options[0].tls_policy", "tags", "configuration_set_name"),
    ):
        assert f" {word}" in said.replace("[", " ", 1)
