"""Other people's spellings mean the same, and what is wrong in them is found at its place."""

from __future__ import annotations

import pytest

from generator.diagnostics import SpecError
from generator.loader import load_text
from generator.loader.text import SourceText
from tests.support.plans import blocks_of

CANONICAL = """\
configuration_sets:
  mail:
    name: mail
    tls_policy: Require
    custom_redirect_domain: x.example.com
    sending_enabled: true
    reputation_metrics_enabled: false
    event_destinations:
      a:
        name: a
        enabled: true
        matching_types: [bounce]
        sns: {topic_arn: T}
      b:
        name: b
        enabled: true
        matching_types: [send]
        firehose: {stream_arn: S, role_arn: R}
      c:
        name: c
        enabled: true
        matching_types: [click]
        cloudwatch: [{dimension_name: d, value_source: linkTag, default_value: e}]
"""
API = """\
configuration_sets:
- ConfigurationSet: {Name: mail}
  DeliveryOptions: {TlsPolicy: Require}
  TrackingOptions: {CustomRedirectDomain: x.example.com}
  ReputationOptions: {SendingEnabled: true, ReputationMetricsEnabled: false, LastFreshStart: 3}
  EventDestinations:
  - {Name: a, Enabled: true, MatchingEventTypes: [bounce], SNSDestination: {TopicARN: T}}
  - Name: b
    Enabled: true
    MatchingEventTypes: [send]
    KinesisFirehoseDestination: {DeliveryStreamARN: S, IAMRoleARN: R}
  - Name: c
    Enabled: true
    MatchingEventTypes: [click]
    CloudWatchDestination:
      DimensionConfigurations:
      - {DimensionName: d, DimensionValueSource: linkTag, DefaultDimensionValue: e}
"""
PROVIDER = """\
configuration_sets:
  mail:
    name: mail
    delivery_options: [{tls_policy: Require}]
    tracking_options: {custom_redirect_domain: x.example.com}
    sending_enabled: true
    reputation_metrics_enabled: false
    event_destinations:
    - {name: a, enabled: true, matching_types: [bounce], sns_destination: [{topic_arn: T}]}
    - name: b
      enabled: true
      matching_types: [send]
      kinesis_destination: {stream_arn: S, role_arn: R}
    - name: c
      enabled: true
      matching_types: [click]
      cloudwatch_destination: {dimension_name: d, value_source: linkTag, default_value: e}
"""


@pytest.mark.parametrize("text", [API, PROVIDER], ids=["API", "provider"])
def test_other_spellings_mean_the_same(text: str) -> None:
    assert blocks_of(text) == blocks_of(CANONICAL)


def test_the_shorthand_of_a_topic() -> None:
    assert blocks_of(CANONICAL.replace("{topic_arn: T}", "T")) == blocks_of(CANONICAL)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (API.replace("Enabled: true, M", "Enabled: true, enabled: 1, M"), "7:15", "mean the same"),
        (API.replace("TlsPolicy", "Tls"), "3:21", "unknown key `Tls` in `DeliveryOptions`"),
        (API.replace("Name: mail}", "Name: mail}\n  name: x"), "2:22", "mean the same"),
        (API.replace("Name: c\n", "Name: a\n"), "12:5", "a second entry is called 'a'"),
        (
            API.replace("- Name: c\n    Enabled", "- Enabled"),
            "12:5",
            "an entry of a list needs a name",
        ),
        (
            API.replace("DimensionConfigurations:", "X: 1\n      DimensionConfigurations:"),
            "16:7",
            "unknown key `X`",
        ),
        (API.replace("TopicARN: T", "TopicARN: 3"), "7:87", "`topic_arn` must be a string"),
        (API.replace("linkTag", "[1]"), "17:50", "`value_source` must be a string"),
        (PROVIDER.replace("{topic_arn: T}", "{}"), "9:76", "`topic_arn` or `topic` is missing"),
        (CANONICAL.replace("[{dimension_name: d", "3 #"), "23:21", "must be a list"),
        (CANONICAL.replace("[{dimension_name: d", "[] #"), "23:21", "needs a dimension"),
    ],
)
def test_what_is_wrong_is_found_where_it_was_written(text: str, place: str, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        load_text(SourceText("s.yaml", text), None)
    shown = [f"{item.location}: {item.message}" for item in caught.value.diagnostics]
    assert len(shown) == 1 or "Enabled" in shown[0], shown
    assert any(line.startswith(f"s.yaml:{place}:") and words in line for line in shown), shown
