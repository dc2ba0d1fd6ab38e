"""CloudWatch alarms that a module can make: on the rates of configuration sets and of accounts."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from generator.spec import facts
from generator.spec.base import About, Model
from generator.spec.fact_types import Words
from generator.spec.terraform import Located
from generator.spec.types import Count, Key, Number, NumberOr, RawHcl, Text

Actions: TypeAlias = Annotated[tuple[Text, ...], Field(min_length=1)]


class AlarmSettings(Model):
    """How an alarm works, and whom it tells."""

    actions: Annotated[
        Actions | None,
        About([["arn:aws:sns:eu-west-1:123456789012:on-call"]], takes=facts.ALARM_ACTIONS),
    ] = None
    """ARNs of what is told when the alarm rings, such as a topic."""
    ok_actions: Annotated[
        Actions | None,
        About([["arn:aws:sns:eu-west-1:123456789012:on-call"]], takes=facts.ALARM_ACTIONS),
    ] = None
    """ARNs of what is told when the alarm is over."""
    treat_missing_data: Annotated[
        Text | None,
        About(
            takes=Words(
                ("breaching", "notBreaching", "ignore", "missing"), "a way to treat missing data"
            )
        ),
    ] = None
    """What periods without data mean. Default: `ignore`, the alarm stays as it is."""
    period: Annotated[Count | None, About([3600, 300], takes=facts.PERIOD)] = None
    """Length of a period. Default: 3600."""
    evaluation_periods: Annotated[Count | None, About([1, 3])] = None
    """How many of the last periods are looked at. Default: 1."""
    datapoints_to_alarm: Annotated[Count | None, About([2])] = None
    """In how many of these periods the rate must be reached. Default: in all."""
    raw_hcl: Annotated[RawHcl | None, About(["actions_enabled = false\n"])] = None
    """More HCL for the block of the alarm, as it is: what the spec language has no key for."""


class AlarmLevel(AlarmSettings):
    """One of several alarms on a rate; what it does not say is as the alarms beside it have it."""

    threshold: Annotated[Number, About([0.02], takes=facts.RATE)]
    """Alarm from this share on."""


Levels: TypeAlias = Annotated[
    float | str | dict[Key, AlarmLevel],
    NumberOr(Annotated[dict[Key, AlarmLevel], Field(min_length=1)]),
]
"""The share from which on an alarm rings, or several alarms by name."""


class Alarms(AlarmSettings):
    """CloudWatch alarms of a configuration set; they need `reputation_metrics_enabled`."""

    bounce_rate: Annotated[
        Levels | None,
        About(
            [0.05, {"warning": {"threshold": 0.02}, "page": {"threshold": 0.05}}], takes=facts.RATE
        ),
    ] = None
    """Alarm from this share of bounces on, or several alarms by name."""
    complaint_rate: Annotated[
        Levels | None,
        About(
            [0.001, {"warning": {"threshold": 0.0005}, "page": {"threshold": 0.001}}],
            takes=facts.RATE,
        ),
    ] = None
    """Alarm from this share of complaints on, or several alarms by name."""


RATES = ("bounce_rate", "complaint_rate")
"""The keys of the rates that an alarm watches."""


class AccountAlarms(Alarms, Located):
    """CloudWatch alarms on the rates of all mail of an account in one Region."""
