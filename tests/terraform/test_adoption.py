"""Hand-written resources are taken over: the plan on their state shows no changes."""

from __future__ import annotations

from pathlib import Path

from tests.importer.corpus import CASES, Hand
from tests.support.cli import sesgen
from tests.support.examples import takes_long
from tests.support.migrations import migrated, planned
from tests.support.modules import root_module
from tests.support.ses_server import LocalAws
from tests.support.terraform import Terraform, provider_block

PLANNED = [case for case in CASES if not case.unplannable]


def write_case(case: Hand, folder: Path) -> str:
    """A module of a case, and the block that calls it."""
    folder.mkdir()
    text = case.text.replace("NAME", folder.name)
    (folder / "main.tf").write_bytes(text.encode())
    missing = [name for name in case.values if f'variable "{name}"' not in text]
    (folder / "variables.tf").write_text("".join(f'variable "{name}" {{}}\n' for name in missing))
    inputs = "".join(f"  {name} = {value}\n" for name, value in case.values.items())
    return f'module "{folder.name}" {{\n  source = "./{folder.name}"\n{inputs}}}\n'


@takes_long
def test_adopted_resources_do_not_change(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    aws.client("sns").create_topic(Name="ses-events")
    folders = [tmp_path / f"case{index}" for index in range(len(PLANNED))]
    calls = map(write_case, PLANNED, folders)
    (tmp_path / "main.tf").write_text("\n".join(calls))
    (tmp_path / "provider.tf").write_text(provider_block(aws.url))
    terraform.prepare(tmp_path)
    terraform.apply(tmp_path)
    before = terraform.run("state", "list", cwd=tmp_path).stdout.split()
    assert sum("aws_ses_event_destination" in address for address in before) > len(PLANNED)
    for folder in folders:
        imported = sesgen("import", folder, "-o", folder / "ses.yaml", "--remove")
        assert "took them out of" in imported.err
        assert "aws_ses_" not in (folder / "main.tf").read_text().replace("# resource", "").replace(
            '"aws_ses_event_destination" "old"', ""
        )
        converted = sesgen("convert", folder / "ses.yaml", "-o", folder / "ses.tf")
        assert (folder / "ses.tf").exists(), converted.err
    assert terraform.changes(tmp_path) == {}
    terraform.fmt_check(tmp_path / "case0")

    # And from there to API v2.
    logged = len(aws.actions())
    refused = []
    for case, folder in zip(PLANNED, folders, strict=True):
        imports = tmp_path / f"{folder.name}_imports.tf"
        call = f"module.{folder.name}"
        done = migrated(folder / "ses.yaml", imports, call, case.values, "--var", "local.prefix=x")
        if done.code:
            refused.append((case.name, done.err))
        else:
            converted = sesgen("convert", folder / "ses.yaml", "-o", folder / "ses.tf")
            assert converted.code == 0, converted.err
    assert [(name, text) for name, text in refused if "TF012" not in text] == []
    assert len(refused) == 1
    number, rest = planned(terraform, tmp_path)
    assert rest == {}
    assert number > len(PLANNED)
    terraform.apply(tmp_path, "plan.bin")
    assert terraform.changes(tmp_path) == {}
    assert aws.actions()[logged:] == []


@takes_long
def test_a_generated_module_is_made_again_from_its_files(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    main = root_module(tmp_path, aws.url, "managed", "expressions") / "main.tf"
    for name in ("acme", "globex", "shared", "ireland"):
        aws.client("sns").create_topic(Name=f"{name}-bounces")
    last = '/warehouse"\n'
    main.write_text(main.read_text().replace(last, f"{last}  iam_propagation_seconds = 0\n"))
    terraform.prepare(tmp_path)
    terraform.apply(tmp_path)
    for name in ("managed", "expressions"):
        spec = tmp_path / f"{name}.yaml"
        sesgen("import", tmp_path / name, "-o", spec)
        assert "terraform_data" not in spec.read_text()
        made = sesgen("generate", spec, "-o", tmp_path)
        assert made.code == 0, made.err
    assert terraform.changes(tmp_path) == {}
    # And with its blocks alone, in a file of their own, by one who makes the files theirs.
    for file in (tmp_path / "managed").glob("*.tf"):
        file.write_text(file.read_text().partition("\n")[2])
    done = sesgen("import", tmp_path / "managed", "-o", tmp_path / "again.yaml", "--remove")
    assert "left" not in done.err
    sesgen("convert", tmp_path / "again.yaml", "-o", tmp_path / "managed" / "ses.tf")
    assert terraform.changes(tmp_path) == {}
