"""Words that people write for keys: those of SES API v2, of its Terraform resources, and of AWS's other tools.

A word is looked up before letters are compared: what it means is known, and it is seldom the key that looks like it.
``tests/unit/loader/test_other_words.py`` holds the words against the provider's schema and AWS's model of the API.
"""

from __future__ import annotations

from collections.abc import Mapping

_SET = "aws_sesv2_configuration_set"
_DESTINATION = "aws_sesv2_configuration_set_event_destination"

V2_GUIDE = "https://github.com/sesgen/sesgen/blob/main/docs/api-v2.md"
"""The list of what API v2 alone has."""

V2_ANSWER = frozenset(["eventdestinations", "configurationsetname"])
"""Members at the top of an answer of API v2: such a document is not a spec."""

V2_ANSWER_HELP = (
    "this is an answer of SES API v2; for v1 run `aws ses describe-configuration-set --configuration-set-name NAME"
    " --configuration-set-attribute-names eventDestinations trackingOptions deliveryOptions reputationOptions`"
)

_V2: Mapping[str, Mapping[str, str]] = {
    _SET: {
        "tracking_options": "httpspolicy",
        "suppression_options": "suppressionoptions suppressedreasons suppressionscope validationoptions"
        " conditionthreshold conditionthresholdenabled confidenceverdictthreshold overallconfidencethreshold",
        "delivery_options": "maxdeliveryseconds sendingpoolname sendingpool",
        "vdm_options": "vdmoptions vdm dashboardoptions engagementmetrics guardianoptions optimizedshareddelivery"
        " sharedpooldeliverymode",
    },
    _DESTINATION: {
        "event_bridge_destination": "eventbridge eventbridgedestination eventbusarn",
        "pinpoint_destination": "pinpoint pinpointdestination applicationarn",
    },
}
"""What API v2 alone has: by resource and block, the words, folded."""

_API_ONLY = frozenset([
    "archivingoptions", "archivearn", "messagesecurityoptions", "signatureformat", "signingscheme",
    "smimescheme", "defaultscheme",
])  # fmt: skip
"""What API v2 has and its Terraform resources do not."""

_OTHERWISE: Mapping[str, str] = {
    "tags": "SES v1 configuration sets and event destinations have no tags; `tags` at the top of the spec"
    " goes onto everything that the module makes besides",
    "region": "write it under a configuration set, or under `defaults` for all of them",
    "type": "name the destination itself: `sns`, `firehose` or `cloudwatch`",
    "destination": "name the destination itself: `sns`, `firehose` or `cloudwatch`",
    "kinesis": "write `firehose`: SES publishes to Data Firehose, not to Kinesis data streams",
    "sendingoptions": "write `sending_enabled`",
    "cloudwatchdestination": "write `cloudwatch`",
    "dimensionconfiguration": "write the dimensions as a list under `cloudwatch`",
    "dimensionconfigurations": "write the dimensions as a list under `cloudwatch`",
    "eventdestinationname": "write `name`",
    "events": "write `matching_types`",
    "eventtypes": "write `matching_types`",
    "matchingeventtypes": "write `matching_types`",
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


def of_v2(word: str) -> str | None:
    """Where SES API v2 has what a word means; None for a word that is not of API v2 alone."""
    folded = fold(word)
    if folded in _API_ONLY:
        return (
            f"it exists in SES API v2 alone, and Terraform has no argument for it; see {V2_GUIDE}"
        )
    for resource, blocks in _V2.items():
        for block, words in blocks.items():
            if folded in words.split():
                return f"it exists in SES API v2 alone: `{block}` of `{resource}`; see {V2_GUIDE}"
    return None
