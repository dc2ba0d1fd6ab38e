"""What consumers of events get, and how to make SES send it: sample events, their schema, a smoke test."""

from generator.samples.envelopes import schema_of
from generator.samples.events import VALIDATION, Event, event, event_type, subtypes
from generator.samples.origin import ANY_WAY, Delivery, Origin, deliveries, origin_of
from generator.samples.schema import event_schema
from generator.samples.smoke import smoke_script
from generator.samples.transports import TRANSPORTS, made_up, written

__all__ = [
    "ANY_WAY",
    "TRANSPORTS",
    "VALIDATION",
    "Delivery",
    "Event",
    "Origin",
    "deliveries",
    "event",
    "event_schema",
    "event_type",
    "made_up",
    "origin_of",
    "schema_of",
    "smoke_script",
    "subtypes",
    "written",
]
