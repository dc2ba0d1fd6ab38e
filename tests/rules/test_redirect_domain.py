"""What the redirect domain of a configuration set needs outside of it."""

from __future__ import annotations

import pytest

from tests.support.plans import files_of
from tests.support.rules import HEALTHY, codes, findings

SET = """\
resource "aws_ses_configuration_set" "mail" {{
  name = "mail"
  tracking_options {{
    custom_redirect_domain = {domain}
  }}
}}

{beside}"""
CLICK = '"click.example.com"'


def identity(kind: str, argument: str, value: str) -> str:
    return f'resource "{kind}" "d" {{\n  {argument} = {value}\n}}\n'


@pytest.mark.parametrize(
    ("domain", "beside", "expected"),
    [
        (CLICK, "", 1),
        ("var.domain", "", 1),
        (CLICK, identity("aws_ses_domain_identity", "domain", '"example.org"'), 1),
        (CLICK, identity("aws_ses_domain_identity", "domain", '"ample.com"'), 1),
        (CLICK, identity("aws_ses_email_identity", "email", "var.sender"), 1),
        (CLICK, identity("aws_sesv2_email_identity", "email_identity", '"me@example.com"'), 1),
        (CLICK, identity("aws_ses_domain_identity", "domain", '"example.com"'), 0),
        (CLICK, identity("aws_ses_domain_identity", "domain", CLICK), 0),
        (CLICK, identity("aws_sesv2_email_identity", "email_identity", '"example.com"'), 0),
        (CLICK, identity("aws_ses_domain_identity", "domain", "var.domain"), 0),
        ('"click.${aws_ses_domain_identity.d.domain}"', "", 0),
    ],
)
def test_a_domain_that_nothing_here_verifies_is_a_note(
    domain: str, beside: str, expected: int
) -> None:
    text = SET.format(domain=domain, beside=beside)
    assert codes(text, select=("SES086",)) == ["SES086"] * expected


def test_it_is_a_note_in_a_spec_and_a_line_of_the_readme() -> None:
    text = HEALTHY.replace("  mail:\n", "  mail:\n    custom_redirect_domain: click.example.com\n")
    (found,) = findings(text, select=("SES086",))
    assert (found.severity.value, found.path[-1]) == ("info", "custom_redirect_domain")
    assert "SES086" not in codes(text)
    assert "SES086" not in codes(HEALTHY, select=("ALL",))
    for spec, expected in ((text, 1), (HEALTHY, 0)):
        assert files_of(spec)["README.md"].count("must be verified in SES") == expected
