"""Helps of rules at lines of Terraform files: what to write there, where a spec has another word for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.diagnostics import Path, Severity
from generator.spec.base import (
    EVERY_EVENT_TYPE,
    HTTPS_POLICIES,
    TLS_POLICIES,
    V1,
    VALUE_SOURCES,
)
from generator.spec.models import Spec
from generator.spec.validators import send_case

_WORDS: Mapping[str, tuple[str, str]] = {
    "SES005": (
        ".*",
        "add a `sns_destination` block, or one of another kind of destination",
    ),
    "SES008": (
        ".*",
        "list what is to be published, such as bounces and complaints",
    ),
    "SES009": (".* for every type", "list the types, such as bounce and complaint"),
    "SES012": (".*", "write `enabled = true`"),
    "SES017": ("leave it out under the set itself, or ", ""),
    "SES049": (".*", "let the role trust ses.amazonaws.com: its `assume_role_policy`"),
    "SES053": (".*", "let the policy of the role allow firehose:PutRecordBatch on the stream"),
    "SES055": (", or let the module make .*", ""),
    "SES066": (".*", "allow sns:Publish to ses.amazonaws.com for the ARN of the configuration set"),
    "SES067": (".*", "check that it lets ses.amazonaws.com publish for this configuration set"),
    "SES072": (".*", "name a key of your own whose policy lets ses.amazonaws.com use it"),
    "SES083": (
        ".*",
        "add `tracking_options { custom_redirect_domain = … }` to the configuration set",
    ),
    "SES092": (".*", "add an event destination that names it"),
    "SES093": (", and say so in `senders`", ""),
    "SES101": (
        r"write `replacement: recreate`, or add (\S+) to replace_triggered_by",
        r"add \1 to `lifecycle { replace_triggered_by = […] }`",
    ),
    "SES125": ("; in a spec, .*", ""),
    "TF002": (r"add (\S+) under `variables`", r'declare it: `variable "\1" { … }`'),
    "SES139": (", or write `manage: false`.*", ", or make it in one place alone"),
}
"""By code: what to replace in the help, and by what."""
NOTES_IN_HCL = {"SES171": Severity.INFO}
"""What a spec may not say, and Terraform files may: the rules of it are notes there."""
_OF_WORDS = ("SES009", "SES024", "SES094", "SES172", "SES173")
"""Rules whose helps name words that API v2 spells otherwise."""
_WORD = re.compile(
    rf"\b(?:{'|'.join((*EVERY_EVENT_TYPE, *VALUE_SOURCES, *TLS_POLICIES, *HTTPS_POLICIES))})\b"
)
_KEY = re.compile(r"`(\w+): ([^`]+)`")
_EXPRESSION = re.compile(r"\$\{([^{}]+)\}")


def api_at(spec: Spec, path: Path) -> str:
    """The API of what stands at a place in a spec."""
    owner = spec.configuration_sets.get(str(path[1])) if len(path) > 1 else None
    found = owner.event_destinations.get(str(path[3])) if owner and len(path) > 3 else None  # noqa: PLR2004
    return (found and found.api) or (owner and owner.api) or spec.api


def in_hcl(code: str, help_: str, api: str = V1) -> str:
    """The help of a rule in the words of Terraform's language, and of an API."""
    pattern, words = _WORDS.get(code, ("", ""))
    found = re.sub(pattern, words, help_, count=1, flags=re.DOTALL) if pattern else help_
    if api != V1 and code in _OF_WORDS:
        found = _WORD.sub(lambda word: send_case(word[0]), found)
    return _EXPRESSION.sub(r"\1", _KEY.sub(r"`\1 = \2`", found))
