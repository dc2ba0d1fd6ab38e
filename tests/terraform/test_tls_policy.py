"""A TLS policy that nobody set: whether AWS answers one is not known; what the documents say holds if it does."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.support.accounts import answers_v1, answers_v2
from tests.support.cli import sesgen
from tests.support.examples import takes_long
from tests.support.modules import with_provider, write_module
from tests.support.ses_server import LocalAws
from tests.support.terraform import Terraform

SPEC = """\
module: {tests: false}
configuration_sets:
  older: {}
  newer: {api: v2}
  optional: {api: v2, tls_policy: Optional}
  required: {tls_policy: Require}
"""


def policies(folder: Path, files: list[Path]) -> dict[str, str | None]:
    """The TLS policies of the sets that answers are imported as."""
    done = sesgen("import", *files, "-o", folder / "answers.yaml", "--force", "-q")
    assert done.code == 0, done.err
    sets = yaml.safe_load((folder / "answers.yaml").read_text())["configuration_sets"]
    return {key: one.get("tls_policy") for key, one in sets.items()}


@takes_long
def test_it_is_written_where_the_plan_or_an_answer_shows_it(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    module, said = tmp_path / "mail", {"optional": "Optional", "required": "Require"}
    write_module(SPEC, module)
    with_provider(module, aws.url)
    terraform.prepare(module)
    terraform.apply(module)
    for always in (False, True):
        aws.tls_always = always
        expected = dict.fromkeys(("older", "newer"), "Optional" if always else None) | said
        assert policies(tmp_path, answers_v1(aws, list(expected), tmp_path)) == expected
        assert policies(tmp_path, answers_v2(aws, list(expected), tmp_path)) == expected
        assert terraform.changes(module) == (
            {
                "aws_ses_configuration_set.older": ["update"],
                "aws_sesv2_configuration_set.newer": ["update"],
            }
            if always
            else {}
        )
    write_module(
        SPEC.replace("{}", "{tls_policy: Optional}").replace("v2}", "v2, tls_policy: Optional}"),
        module,
    )
    assert terraform.changes(module) == {}
