"""Words that people write for keys: those of SES API v2, of its Terraform resources, and of AWS's other tools.

A word is looked up before letters are compared: what it means is known, and it is seldom the key that looks like it.
``tests/unit/loader/test_other_words.py`` holds the words against the provider's schema and AWS's model of the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from generator.spec.base import V2
from generator.spec.destinations import EventDestination
from generator.spec.language import about, inner
from generator.spec.models import ConfigurationSet
from generator.spec.resources import DESTINATION_TYPES, SET_TYPES
from generator.version import DOCUMENTS

_SET = SET_TYPES[V2]

V2_GUIDE = f"{DOCUMENTS}/docs/apis.md"
"""The list of what API v2 alone has."""

V2_ANSWER = frozenset(["eventdestinations", "configurationsetname"])
"""Members at the top of an answer of API v2: such a document is not a spec."""

V2_ANSWER_HELP = "this is an answer of SES API v2: `sesgen import` makes a spec of it; where no set is named, with `--set NAME`"

_V2: Mapping[str, Mapping[str, str]] = {
    _SET: {
        "suppression_options": "suppressionscope validationoptions conditionthreshold"
        " conditionthresholdenabled confidenceverdictthreshold overallconfidencethreshold",
        "vdm_options": "sharedpooldeliverymode",
    },
}
"""What API v2 alone has and a spec has no key for: by resource and block, the words, folded."""

_API_ONLY = frozenset([
    "archivingoptions", "archivearn", "messagesecurityoptions", "signatureformat", "signingscheme",
    "smimescheme", "defaultscheme",
])  # fmt: skip
"""What API v2 has and its Terraform resources do not."""

_OTHERWISE: Mapping[str, str] = {
    "tags": "event destinations have no tags, and configuration sets have them in API v2; `tags` at the top of the spec"
    " goes onto everything that the module makes besides",
    "region": "write it under a configuration set, or under `defaults` for all of them",
    "type": "name the destination itself: `sns`, `firehose`, `cloudwatch` or `eventbridge`",
    "destination": "name the destination itself: `sns`, `firehose`, `cloudwatch` or `eventbridge`",
    "kinesis": "write `firehose`: SES publishes to Data Firehose, not to Kinesis data streams",
    "cloudwatchdestination": "write `cloudwatch`",
    "dimensionconfiguration": "write the dimensions as a list under `cloudwatch`",
    "dimensionconfigurations": "write the dimensions as a list under `cloudwatch`",
    "identities": "write `senders`: the identities whose default configuration set it is",
    "events": "write `matching_types`",
    "eventtypes": "write `matching_types`",
}
"""What to write for a word, folded, that means a key, or nothing here."""


def fold(word: str) -> str:
    """A word without what its spellings differ in: case, underscores and hyphens."""
    return word.lower().replace("_", "").replace("-", "")


def meaning(word: str) -> str | None:
    """What to do about a word that is not a key; None for one that means nothing that is known."""
    folded = fold(word)
    if folded in _OTHERWISE:
        return _OTHERWISE[folded]
    return of_v2(word)


@cache
def _keys_of_v2() -> Mapping[str, str]:
    """Where the provider has what the spec's keys for API v2 alone mean, by the words for it, folded."""
    found: dict[str, str] = {}
    for model, types in ((ConfigurationSet, SET_TYPES), (EventDestination, DESTINATION_TYPES)):
        for key, said in about(model).items():
            if said.only != V2:
                continue
            blocks = [place.partition(".")[0] for place in said.inside if "options." in place]
            part = inner(model, key)
            inside = about(part.model).items() if part is not None else ()
            words = [
                key,
                said.api2,
                said.hcl2,
                *(place.rpartition(".")[2] for place in said.inside),
            ]
            words += [word for name, member in inside for word in (name, member.api2)]
            place = f"`{next(iter(blocks), said.hcl2 or key)}` of `{types[V2]}`"
            found |= {fold(word): place for word in words if word}
    return found


def of_v2(word: str) -> str | None:
    """Where SES API v2 has what a word means; None for a word that is not of API v2 alone."""
    folded = fold(word)
    if folded in _keys_of_v2():
        return f"it exists in SES API v2 alone: {_keys_of_v2()[folded]}; see {V2_GUIDE}"
    if folded in _API_ONLY:
        return (
            f"it exists in SES API v2 alone, and Terraform has no argument for it; see {V2_GUIDE}"
        )
    for resource, blocks in _V2.items():
        for block, words in blocks.items():
            if folded in words.split():
                return f"it exists in SES API v2 alone: `{block}` of `{resource}`; a spec has no key for it; see {V2_GUIDE}"
    return None
