"""The answers of the AWS CLI for both APIs. What an answer does not show was not asked for: it is not off.

Sources: AWS CLI, ``ses describe-configuration-set`` (shows what ``--configuration-set-attribute-names`` lists),
``sesv2 get-configuration-set`` (shows everything), ``sesv2 get-configuration-set-event-destinations`` (does not name the set).
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.importer.answers.collected import (
    OPTIONS,
    Collected,
    Data,
    DestinationSeen,
    plain,
    tags_of,
)
from generator.importer.answers.documents import Document, base_name
from generator.spec.base import V1, V2

_OF_V1: Mapping[str, tuple[str, ...]] = {
    "DeliveryOptions": ("delivery_options",),
    "ReputationOptions": ("reputation_metrics_enabled", "sending_enabled"),
    "TrackingOptions": ("tracking_options",),
}
"""What each part of an answer of API v1 tells of the provider's arguments."""
_ALWAYS = {"DeliveryOptions", "ReputationOptions"}
"""The parts that are in an answer whenever they were asked for; a set without a redirect domain has no tracking options."""


def described(document: Document, into: Collected) -> bool:
    """The answer of ``aws ses describe-configuration-set``."""
    value = document.value
    about = value.get("ConfigurationSet")
    if not isinstance(about, dict) or not isinstance(about.get("Name"), str):
        return False
    parts = {part for part in _OF_V1 if value.get(part) is not None}
    if not all(isinstance(value[part], dict) for part in parts):
        raise TypeError(value)
    if parts >= _ALWAYS:
        parts.add("TrackingOptions")
    name = about["Name"]
    data = {part: value[part] for part in _OF_V1 if value.get(part)}
    unseen = tuple(arg for part, args in _OF_V1.items() if part not in parts for arg in args)
    into.see(document, name, V1, data=plain(data), unseen=unseen)
    destinations = value.get("EventDestinations")
    if destinations is not None:
        into.see(document, name, V1, destinations=_each(destinations))
    return True


def got(document: Document, into: Collected) -> bool:
    """The answer of ``aws sesv2 get-configuration-set``."""
    name = document.value.get("ConfigurationSetName")
    if not isinstance(name, str) or "EventDestinations" in document.value:
        return False
    data: Data = dict(document.value)
    tags = tags_of(data.pop("Tags", None))
    if (data.pop("ArchivingOptions", None) or {}).get("ArchiveArn"):
        into.notes.append(f'"{name}" archives its mail: the provider has no argument for it')
    found = {key: value for key, value in data.items() if value not in ({}, None)}
    found = plain(found) | ({"tags": plain(tags)} if tags else {})
    found.pop("ConfigurationSetName")
    into.see(document, name, V2, data=found)
    return True


def destinations(document: Document, into: Collected) -> bool:
    """The answer of ``aws sesv2 get-configuration-set-event-destinations``; the set is that of the option or the file.

    Raises:
        SpecError: nothing says which set it is of.
    """
    found = document.value.get("EventDestinations")
    if not isinstance(found, list) or "ConfigurationSet" in document.value:
        return False
    owner = document.value.get("ConfigurationSetName") or into.owner or base_name(document)
    if not owner:
        message = "nothing says which configuration set these event destinations are of"
        raise document.error(message, "give --set NAME, or name the file after the set")
    into.see(document, owner, V2, destinations=_each(found))
    return True


def _each(answered: object) -> list[DestinationSeen]:
    if not isinstance(answered, list):
        raise TypeError(answered)
    return [DestinationSeen(plain(one)) for one in answered]


def listed(document: Document, into: Collected) -> bool:
    """The answer of ``list-configuration-sets`` of either API: names alone."""
    found = document.value.get("ConfigurationSets")
    if not isinstance(found, list):
        return False
    for one in found:
        name, api = (one, V2) if isinstance(one, str) else (one["Name"], V1)
        if not isinstance(name, str):
            raise TypeError(name)
        if name not in into.sets:
            into.see(document, name, api, unseen=OPTIONS[api])
    return True
