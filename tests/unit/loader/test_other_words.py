"""Words of API v2, of Terraform and of AWS's tools: none is answered by the key that happens to look like it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore import session

from generator.loader.other_words import V2_GUIDE, fold, meaning, of_v2
from generator.loader.schema_errors import meant_key, unknown_key
from generator.report.codes import messages
from generator.rules import ALL_RULES
from generator.spec.language import groups, model_at, spellings
from tests.support.cli import sesgen
from tests.support.provider_bindings import DATA

SET = ("configuration_sets", "mail")
DESTINATION = (*SET, "event_destinations", "bounces")
OURS = frozenset(["id", "key", "value", "tagsall", "eventdestination"])
"""Words that mean nothing in particular, or that are a letter away from the key that they mean."""


def arguments(block: dict[str, Any]) -> Iterator[str]:
    yield from (name for name, known in block["attributes"].items() if "computed" not in known)
    for name, inner in block["block_types"].items():
        yield name
        yield from arguments(inner["block"])


def members(shape: Any) -> Iterator[str]:  # noqa: ANN401 - a shape of botocore
    if shape.type_name == "structure":
        for name, inner in shape.members.items():
            yield name
            yield from members(inner)
    elif shape.type_name == "list":
        yield from members(shape.member)


def words() -> list[str]:
    resources = json.loads(DATA.read_text())["resources"]
    found = set(arguments(resources["aws_sesv2_configuration_set"]))
    found |= set(arguments(resources["aws_sesv2_configuration_set_event_destination"]))
    model = session.get_session().get_service_model("sesv2")
    for name in ("CreateConfigurationSet", "CreateConfigurationSetEventDestination"):
        found |= set(members(model.operation_model(name).input_shape))
    for name in ("GetConfigurationSet", "GetConfigurationSetEventDestinations"):
        found |= set(members(model.operation_model(name).output_shape))
    return sorted(found)


@pytest.mark.parametrize("word", words())
def test_every_word_of_api_v2_has_a_meaning(word: str) -> None:
    if fold(word) in OURS:
        return
    known = set()
    kinds = [(*DESTINATION, kind) for kind in ("sns", "firehose", "eventbridge", "pinpoint")]
    for path in (SET, (*SET, "vdm"), DESTINATION, *kinds, (*DESTINATION, "cloudwatch", 0)):
        model = model_at(path)
        assert model is not None
        names = [
            *model.model_fields,
            *(other for some in spellings(model).values() for other in some),
        ]
        for group, members in groups(model).items():
            names += [group, *members]
        known |= {fold(name) for name in names}
    assert fold(word) in known or meaning(word), word


@pytest.mark.parametrize(
    ("place", "key", "expected"),
    [
        (SET, "httpsPolicy", "did you mean `https_policy`?"),
        (SET, "suppression_scope", "`suppression_options` of `aws_sesv2_configuration_set`"),
        (DESTINATION, "event_bridge", "did you mean `eventbridge`?"),
        (DESTINATION, "matching-event-types", "did you mean `matching_types`?"),
        (DESTINATION, "matching-types", "did you mean `matching_types`?"),
        (DESTINATION, "enable", "did you mean `enabled`?"),
        (DESTINATION, "snss", "did you mean `sns`?"),
        (DESTINATION, "sender", "known keys: "),
        (SET, "sender", "did you mean `senders`?"),
        (SET, "identities", "write `senders`"),
        (DESTINATION, "tags", "`tags` at the top of the spec"),
    ],
)
def test_the_help_of_a_word(place: tuple[str, ...], key: str, expected: str) -> None:
    assert expected in unknown_key((*place, key))[1]


def test_a_spelling_leads_to_the_key_itself() -> None:
    assert meant_key((*DESTINATION, "Kinesis-Destination")) == "firehose"


@pytest.mark.parametrize(
    "answer",
    [
        {"EventDestinations": [{"Name": "events", "Enabled": True}]},
        {"ConfigurationSetName": "mail", "SendingOptions": {"SendingEnabled": True}},
    ],
)
def test_an_answer_of_api_v2_is_recognised_as_a_whole(answer: dict[str, object]) -> None:
    done = sesgen("validate", "-", "--output-format", "concise", stdin=json.dumps(answer))
    assert done.code == 1
    (line,) = done.out.splitlines()
    assert "SPEC010" in line
    shown = sesgen("validate", "-", stdin=json.dumps(answer)).out
    assert "an answer of SES API v2" in shown


def test_all_that_api_v2_alone_has_is_in_one_list() -> None:
    """Every hint leads to the page, which has a row for what the hint names."""
    page = Path(__file__).parents[3] / "docs" / V2_GUIDE.rpartition("/")[2]
    rows = [line for line in page.read_text().splitlines() if line.startswith("| ")]
    for word in words():
        said = of_v2(word)
        if said is None:
            continue
        assert said.endswith(f"; see {V2_GUIDE}")
        names = re.findall(r"`(\w+)`", said)
        assert not names or any(all(f"`{name}`" in row for name in names) for row in rows), said


def test_what_speaks_of_api_v2_leads_to_the_list() -> None:
    pages = [(rule.code, rule.page) for rule in ALL_RULES]
    pages += [(one.code, one.page) for one in messages()]
    speaking = {code: V2_GUIDE in text for code, text in pages if "API v2" in text}
    assert {"SES009", "SES090", "SES093", "SPEC010", "HCL005"} <= {
        code for code, leads in speaking.items() if leads
    }
    silent = [code for code, leads in speaking.items() if not leads]
    assert [code for code in silent if code not in ABOUT_V2] == SPELLINGS


ABOUT_V2 = [f"SES{number}" for number in range(170, 187)]
"""Pages of rules that are about what API v2 has."""
SPELLINGS = ["SES024", "SES094"]
"""Pages that warn of the spelling of API v2, or name its blocks."""
