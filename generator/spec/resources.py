"""What configuration sets and event destinations are in Terraform, by API, and the blocks of the kinds of destination."""

from __future__ import annotations

from generator.spec.base import APIS, V1, V2
from generator.spec.destinations import EventDestination
from generator.spec.language import about

SET_TYPE = "aws_ses_configuration_set"
DESTINATION_TYPE = "aws_ses_event_destination"
SET_TYPES = {V1: SET_TYPE, V2: "aws_sesv2_configuration_set"}
"""The resource of a configuration set, by its API."""
DESTINATION_TYPES = {V1: DESTINATION_TYPE, V2: "aws_sesv2_configuration_set_event_destination"}
"""The resource of an event destination, by its API."""
ID_SEPARATORS = {V1: "/", V2: "|"}
"""What stands between the names of set and event destination in the id that imports one, by the API."""
KINDS = ("cloudwatch", "firehose", "sns", "eventbridge", "pinpoint")
"""The kinds of destination, by their names in the spec."""


def _blocks(api: str) -> dict[str, str]:
    fields = {key: about(EventDestination)[key] for key in KINDS}
    newer = api == V2
    return {
        key: (newer and said.hcl2) or said.hcl
        for key, said in fields.items()
        if newer or said.only != V2
    }


KIND_BLOCKS = {api: _blocks(api) for api in APIS}
"""The blocks that the provider has for them, by the API."""
RAW_KINDS = {block: key for blocks in KIND_BLOCKS.values() for key, block in blocks.items()}
"""The kinds by their blocks."""
