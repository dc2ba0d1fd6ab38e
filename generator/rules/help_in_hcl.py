"""Helps of rules at lines of Terraform files: what to write there, where a spec has another word for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WORDS: Mapping[str, tuple[str, str]] = {
    "SES005": (
        ".*",
        "add a `sns_destination`, `kinesis_destination` or `cloudwatch_destination` block",
    ),
    "SES008": (
        ".*",
        'add `matching_types = ["bounce", "complaint"]`, or what else is to be published',
    ),
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
    "SES092": (".*", "add an `aws_ses_event_destination` that names it"),
    "SES101": (
        r"write `replacement: recreate`, or add (\S+) to replace_triggered_by",
        r"add \1 to `lifecycle { replace_triggered_by = […] }`",
    ),
    "SES125": ("; in a spec, .*", ""),
    "SES139": (", or write `manage: false`.*", ", or make it in one place alone"),
}
"""By code: what to replace in the help, and by what."""
_KEY = re.compile(r"`(\w+): ([^`]+)`")
_EXPRESSION = re.compile(r"\$\{([^{}]+)\}")


def in_hcl(code: str, help_: str) -> str:
    """The help of a rule in the words of Terraform's language."""
    pattern, words = _WORDS.get(code, ("", ""))
    found = re.sub(pattern, words, help_, count=1, flags=re.DOTALL) if pattern else help_
    return _EXPRESSION.sub(r"\1", _KEY.sub(r"`\1 = \2`", found))
