"""Templates of a user's own: what they change, what they may not, and where their mistakes are."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.assets import template_root
from generator.pipeline import load_specs
from generator.plan.fields import CONTEXTS, MEANINGS
from generator.plan.files import module_files
from generator.plan.records import TYPES
from generator.render.parts import our_templates
from tests.support.cli import Result, sesgen
from tests.support.git import new_repo
from tests.support.plans import plan_of
from tests.support.templates import DESTINATION, PAGE, SPEC, TOPIC, examples

ROOT = Path(__file__).parents[2]
BLOCK = 'resource "aws_sns_topic" "{{ label }}" {\n  name = {{ name }}\n}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a spec."""
    monkeypatch.chdir(tmp_path)
    Path("mail.yaml").write_text(SPEC)
    return tmp_path


def own(text: str, name: str = TOPIC) -> None:
    """Write a template into the folder."""
    place = Path("templates", name)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)


def generate(*options: str) -> Result:
    return sesgen("generate", "mail.yaml", "--out", "out", "--templates", "templates", *options)


def convert(*options: str) -> Result:
    return sesgen("convert", "mail.yaml", "--templates", "templates", *options)


@pytest.mark.usefixtures("folder")
def test_the_example_of_the_page() -> None:
    for name, text in examples().items():
        own(text, name)
    done = generate()
    assert done.code == 0, done.err
    main = Path("out/mail/main.tf").read_text()
    comment = (
        "# Owner: mail team. In the spec: configuration_sets.mail.event_destinations.bounces\n"
    )
    assert f'{comment}resource "aws_ses_event_destination" "mail_bounces" {{\n' in main
    topic = Path("out/mail/sns.tf").read_text()
    assert '  tracing_config = "Active"\n  name           = "events"\n' in topic
    ours = sesgen("generate", "mail.yaml", "--out", "ours")
    assert ours.code == 0
    assert main.replace(comment, "") == Path("ours/mail/main.tf").read_text()
    assert json.loads(convert("--to", "json").out)["resource"]["aws_sns_topic"]["events"] == {
        "tracing_config": "Active",
        "name": "events",
    }


def test_the_refusal_of_the_page(folder: Path) -> None:
    own(examples()[TOPIC].replace("name = {{ name }}", 'name = "events"'))
    Path("mail.yaml").write_text(SPEC.replace("name: events", "name: feedback"))
    (shown,) = re.findall(r"<!-- mistake.*?-->\n```text\n(.*?)```", PAGE.read_text(), re.DOTALL)
    for done in (generate(), convert()):
        assert done.code == 1
        assert done.err.startswith(shown)
        assert done.out == ""
    assert not any((folder / "out").iterdir())


MISTAKES = {
    "syntax": ("a\n{% if x", "2:1", "TPL001", "is not a Jinja template: "),
    "filter": ("a\n{{ name | quot }}", "2:11", "TPL001", "did you mean quote?"),
    "test": ("{% if name is strnig %}{% endif %}", "1:15", "TPL001", "did you mean string?"),
    "name": ("\n{{ nme }}", "2:4", "TPL002", "did you mean name?; there are count, display_name,"),
    "part": ("{{ name.x }}", "1:9", "TPL002", "'x' is not a part of this value"),
    "none": ("{{ tags }}", "1:1", "TPL003", "write it inside {% if … %}"),
    "not ready": ("\n\n{{ 'a' ~ name }}", "3:1", "TPL003", "(str) is written without a filter"),
    "constant": ("{{ 1 }}", "1:1", "TPL003", "1 (int) is written without a filter"),
    "class": ("{{ name.__class__ }}", "1:9", "TPL004", "access to attribute '__class__'"),
    "attr": ("{{ name | attr('__init__') }}", "1:", "TPL004", "access to attribute '__init__'"),
    "format": ("{{ '{0.__class__}'.format(name) | quote }}", "1:", "TPL004", "'__class__'"),
    "globals": ("{{ cycler.__init__.__globals__ }}", "1:", "TPL004", "'__init__'"),
    "change": ("{% set x = [] %}{{ x.append(1) }}", "1:", "TPL004", "access to attribute 'append'"),
    "random": ("{{ [1, 2] | random }}", "1:13", "TPL001", "there is no filter 'random'"),
    "missing": ('a\n{% include "x.j2" %}', "2:1", "TPL005", "there is no template 'x.j2'"),
    "outside": ('{% include "../mail.yaml" %}', "1:1", "TPL005", "'../mail.yaml'"),
    "absolute": ('{% include "/etc/passwd" %}', "1:1", "TPL005", "'/etc/passwd'"),
    "computed": ('{% set x = "../mail" %}{% include x ~ ".yaml" %}', "1:1", "TPL005", "mail.yaml"),
    "itself": (f'{{% include "{TOPIC}" %}}', "1:1", "TPL006", "calls itself without an end"),
    "macro": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "1:", "TPL006", "calls itself"),
    "range": ("{{ range(10 ** 9) | list | value }}", "1:1", "TPL006", "Range too big"),
    "filter fails": ("\n{{ 3 | quote }}", "2:1", "TPL006", "the template fails: "),
    "division": ("{{ (1 // (2 - 2)) | value }}", "1:1", "TPL006", "the template fails: "),
    "not HCL": (BLOCK.replace("}}\n}", "}} =\n}"), "2:3", "TPL007", "what it writes is not HCL: "),
    "open": ("\n\nresource {", "3:1", "TPL007", "what it writes is not HCL: "),
    "after a tag": (
        "{# c #}\n{% if label %}\nlocals {}\n{% endif %}\nx y\n",
        "5:1",
        "TPL007",
        "is not HCL",
    ),
    "in no block": (BLOCK + "\nx = 1\n", "5:1", "TPL007", "writes the argument x in no block"),
    "nothing": ("", ":", "TPL008", "mail has no aws_sns_topic.events"),
    "lost": (
        BLOCK.replace("  name", "  nam"),
        "1:1",
        "TPL008",
        "name of aws_sns_topic.events is not",
    ),
    "changed": (BLOCK.replace("{{ name }}", '"x"'), "2:3", "TPL008", 'in the spec it is "events"'),
    "twice": (BLOCK + BLOCK, "1:1", "TPL008", "is given twice"),
    "local values": (
        BLOCK + "locals {\n  a = 1\n}\nlocals {\n  a = 2\n}\n",
        "5:3",
        "TPL008",
        "local.a is given twice",
    ),
    "tags": (BLOCK.replace("\n}", "\n  tags = { a = 1 }\n}"), "3:3", "TPL008", "tags of aws_sns"),
    "count": (BLOCK.replace("\n}", "\n  count = 2\n}"), "3:3", "TPL008", "count of aws_sns_topic"),
    "a set": (
        BLOCK + 'resource "aws_ses_configuration_set" "x" {\n}\n',
        "4:1",
        "TPL008",
        "is not in",
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_named_at_its_line(case: str, folder: Path) -> None:
    text, place, code, words = MISTAKES[case]
    own(text)
    done = generate()
    assert done.code == 1, done.out
    where = f"templates/{TOPIC}" + ("" if place == ":" else f":{place}")
    found = done.err.replace(str(folder) + "/", "")
    assert found.startswith(where)
    assert f"error[{code}]" in found.partition("\n")[0]
    assert words in found
    assert "Traceback" not in found
    assert not (folder / "out/mail").exists()


@pytest.mark.usefixtures("folder")
def test_a_mistake_names_the_place_in_the_spec_once() -> None:
    own("{{ nme }}")
    for name in ("a", "b"):
        Path(f"{name}.yaml").write_text(SPEC.replace("mail:", f"{name}:"))
    done = sesgen("generate", "a.yaml", "b.yaml", "--out", "out", "--templates", "templates")
    assert done.err.count("TPL002") == 1
    assert "= a.yaml:7:14: the spec" in done.err
    assert "2 of 2 specs left out: a.yaml, b.yaml" in done.err


@pytest.mark.usefixtures("folder")
def test_a_mistake_for_many_blocks_is_one_finding() -> None:
    own(BLOCK.replace("  name", "  nam"))
    text = SPEC + SPEC.partition("\n")[2].replace("mail:", "more:").replace("events}", "more}")
    Path("mail.yaml").write_text(text)
    for done in (generate(), convert()):
        assert (done.code, done.err.count("TPL008")) == (1, 1)


@pytest.mark.usefixtures("folder")
def test_parts_of_ones_own_and_of_ours() -> None:
    own(f'{{% include "team.j2" %}}\n{{% include "sesgen/{TOPIC}" %}}\n')
    own("# mail team\n", "team.j2")
    done = convert()
    assert done.code == 0, done.err
    assert '# mail team\nresource "aws_sns_topic" "events" {' in done.out
    own("{{ nothing }}", "team.j2")
    assert convert().err.startswith("templates/team.j2:1:4: error[TPL002]")


@pytest.mark.usefixtures("folder")
def test_a_part_of_ours_changes_all_that_include_it() -> None:
    own("# {{ 'Made from ' ~ spec_file }}", "header.tf.j2")
    assert "error[TPL003]" in generate().err
    own("{{ ('Made from ' ~ spec_file) | comment }}\n", "header.tf.j2")
    done = generate()
    assert done.code == 1
    assert "templates/header.tf.j2:1:1: error[TPL011] the first line of versions.tf" in done.err
    assert not Path("out/mail").exists()
    own("{{ ('Mail team. Generated by sesgen from ' ~ spec_file) | comment }}\n", "header.tf.j2")
    assert generate().code == 0
    for path in Path("out/mail").glob("*.tf"):
        assert path.read_text().startswith("# Mail team. Generated by sesgen from mail.yaml\n")
    hashes = json.loads(Path("out/mail/.sesgen.json").read_text())["templates"]
    assert list(hashes) == ["header.tf.j2"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("aws_sns_topic.tf.j2", "did you mean resources/aws_sns_topic.tf.j2?"),
        ("resources/aws_sns_topics.tf.j2", "did you mean resources/aws_sns_topic.tf.j2?"),
        ("zzz.j2", "`sesgen templates` lists the names; or include it"),
    ],
)
def test_a_template_that_does_nothing_is_an_error(name: str, hint: str, folder: Path) -> None:
    own(BLOCK, name)
    done = generate()
    assert done.code == 1
    assert f"templates/{name}:1:1: error[TPL009] {name} replaces no template" in done.err
    assert hint in done.err
    (folder / "templates" / name).rename(folder / "templates/README.md")
    assert generate().code == 0


def test_files_that_are_no_templates(folder: Path) -> None:
    own("x")
    (folder / "templates" / TOPIC).write_bytes(b"\xff\xfea")
    done = generate()
    assert (done.code, "error[TPL010] is UTF-16, not UTF-8" in done.err) == (2, True)
    (folder / "templates" / TOPIC).unlink()
    (folder / "templates" / TOPIC).symlink_to(folder / "mail.yaml")
    done = generate()
    assert done.code == 1
    assert "error[TPL010] leads out of the folder of templates" in done.err
    (folder / "templates" / TOPIC).unlink()
    (folder / "templates/more").symlink_to(folder / "templates/resources")
    assert "templates/more: error[TPL010] is a link to a folder" in generate().err
    (folder / "templates/more").unlink()
    (folder / "templates/versions.tf.j2").mkdir()
    assert "templates/versions.tf.j2: error[TPL010] is not a file" in generate().err
    (folder / "templates/versions.tf.j2").rmdir()
    os.mkfifo(folder / "templates/versions.tf.j2")
    assert "templates/versions.tf.j2: error[TPL010] is not a file" in generate().err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("block", ["sns_destination", "kinesis_destination"])
def test_a_destination_is_not_added_by_a_dynamic_block(block: str) -> None:
    ours = (template_root() / DESTINATION).read_text()
    added = f'  dynamic "{block}" {{\n    for_each = [1]\n    content {{\n    }}\n  }}\n}}\n'
    assert ours.endswith("}\n")
    own(ours.removesuffix("}\n") + added, DESTINATION)
    done = generate()
    assert done.code == 1
    assert f"error[TPL008] dynamic.{block}.for_each of aws_ses_event_destination" in done.err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("odd", ["  dynamic = 1\n", "  dynamic {\n    a = 1\n  }\n"])
def test_what_is_called_dynamic_and_makes_nothing(odd: str) -> None:
    own(BLOCK.removesuffix("}\n") + odd + "}\n")
    done = generate()
    assert done.code == 0, done.err


def test_the_folder_of_the_option_and_of_the_configuration(folder: Path) -> None:
    done = sesgen("generate", "mail.yaml", "--out", "out", "--templates", "nowhere")
    assert (done.code, done.err) == (2, "--templates: nowhere is not a folder\n")
    Path("sesgen.toml").write_text('templates = "nowhere"\n')
    done = sesgen("convert", "mail.yaml")
    assert (done.code, done.err) == (2, "sesgen.toml: `templates`: nowhere is not a folder\n")
    own(BLOCK.replace("\n}", '\n  tracing_config = "x"\n}'))
    Path("sesgen.toml").write_text('templates = "templates"\n')
    Path("sub").mkdir()
    os.chdir("sub")
    done = sesgen("convert", "../mail.yaml")
    assert (done.code, 'tracing_config = "x"' in done.out) == (0, True)
    Path("none").mkdir()
    done = sesgen("convert", "../mail.yaml", "--templates", "none")
    assert (done.code, "tracing_config" in done.out) == (0, False)
    (folder / "sesgen.toml").write_text("templates = 3\n")
    assert "`templates` must be a string" in sesgen("convert", "../mail.yaml").err


def test_additions_are_kept_and_verify_knows_them(folder: Path) -> None:
    own(
        BLOCK.replace("\n}", '\n  tracing_config = "x"\n  timeouts {\n    create = "1m"\n  }\n}')
        + '\nresource "aws_sns_topic" "{{ label }}_copy" {\n  name = "copy"\n}\n'
    )
    assert generate().code == 0

    def verify(*options: str) -> Result:
        return sesgen("verify", "out/mail", "--spec", "mail.yaml", *options)

    assert "tracing_config of aws_sns_topic.events" in verify().err
    mine = ("--templates", "templates")
    assert verify(*mine).code == 0
    path = folder / "out/mail/sns.tf"
    text = path.read_text()
    for before, after, words in (
        ('"x"', '"y"', 'tracing_config of aws_sns_topic.events is "y"; in its template it is "x"'),
        ('"1m"', '"2m"', "timeouts.create of aws_sns_topic.events is "),
        (
            '  tracing_config = "x"\n',
            "",
            "tracing_config of aws_sns_topic.events is not given; in its",
        ),
        ('"copy"', '"other"', 'name of aws_sns_topic.events_copy is "other"; in its template'),
        ('events_copy"', 'y"', "out/mail has no aws_sns_topic.events_copy, which a template adds"),
        ('"events"\n', '"z"\n', 'name of aws_sns_topic.events is "z"; in the spec it is "events"'),
    ):
        assert before in text
        path.write_text(text.replace(before, after))
        done = verify(*mine)
        assert (done.code, words in done.err) == (1, True), done.err
        assert (f"templates/{TOPIC}:" in done.err) is ("the spec" not in words)
    path.write_text(text)
    assert generate("--check", "--verify").code == 0


def test_variables_outputs_versions_and_tests(folder: Path) -> None:
    text = (
        SPEC.replace("name: events", "name: 'events-${var.region}'") + "variables: {region: {}}\n"
    )
    Path("mail.yaml").write_text(text)
    copied = ("variables.tf.j2", "outputs.tf.j2", "versions.tf.j2", "module.tftest.hcl.j2")
    assert sesgen("templates", "--copy", "templates", *copied).code == 0
    before = sesgen("generate", "mail.yaml", "--out", "ours")
    assert (before.code, generate().code) == (0, 0)
    for path in Path("ours/mail").rglob("*.*"):
        if path.is_file() and path.name != ".sesgen.json":
            assert path.read_text() == Path("out", *path.parts[1:]).read_text()
    ours = {name: Path("templates", name).read_text() for name in copied}
    for name, old, new, words in (
        (copied[0], "{{ variable.type }}", "any", "type of variable.region is any"),
        (copied[1], "{{ output.value | indent }}", "1", "value of output."),
        (copied[1], "output.label }}", "output.label }}x", "mail has no output."),
        (copied[2], "terraform {", "terraform", "what it writes is not HCL"),
        (copied[3], "command = apply", "command apply", "what it writes is not HCL"),
    ):
        own(ours[name].replace(old, new), name)
        done = generate()
        assert done.code == 1, name
        assert done.err.startswith(f"templates/{name}:")
        assert words in done.err
        own(ours[name], name)
    own(ours[copied[1]] + '\noutput "team" {\n  value = "mail"\n}\n', copied[1])
    own("{{ module | text }}\n", "README.md.j2")
    assert "templates/README.md.j2:1:1: error[TPL011] the first line of README.md" in generate().err
    own("{{ 'Generated by sesgen' | remark }}\n{{ module | text }}\n", "README.md.j2")
    assert generate().code == 0
    assert 'output "team" {\n  value = "mail"\n}\n' in (folder / "out/mail/outputs.tf").read_text()
    assert (folder / "out/mail/README.md").read_text().endswith(" -->\nmail\n")


@pytest.mark.usefixtures("folder")
def test_a_readme_is_text() -> None:
    own("\n{{ 'a\\x00b' | text }}\n", "README.md.j2")
    done = generate()
    assert done.code == 1
    assert done.err.startswith("templates/README.md.j2:2:1: error[TPL007] writes a NUL character")
    own("\n{{ '\\ud800' | text }}\n", "README.md.j2")
    assert "README.md.j2:2:1: error[TPL007] writes half of a surrogate pair" in generate().err


def test_copies_of_all_our_templates_write_what_they_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    folder = tmp_path / "templates"
    assert sesgen("templates", "--copy", folder, *our_templates()).code == 0
    done = sesgen("generate", "--diff", "--verify", "--templates", folder)
    assert (done.code, done.out) == (0, ""), done.err
    for spec in sorted((ROOT / "specs").glob("*.yaml")):
        done = sesgen("convert", spec, "--templates", folder)
        assert (done.code, done.out) == (0, sesgen("convert", spec).out), done.err
        module = ROOT / "out" / spec.stem
        assert sesgen("verify", module, "--spec", spec, "--templates", folder).code == 0


@pytest.mark.usefixtures("folder")
def test_a_loss_is_said_of_the_template_that_loses() -> None:
    own(BLOCK)
    own("{{ (blocks | reject('search', 'x')) | first }}\n", "resources.tf.j2")
    assert "there is no test 'search'" in generate().err
    own("{{ blocks | first }}\n", "resources.tf.j2")
    own(BLOCK + 'resource "aws_sns_topic" "x" {}\n' * 2)
    done = generate()
    assert "templates/resources.tf.j2:1:1: error[TPL008] mail has no" in done.err
    assert f"templates/{TOPIC}:4:1: error[TPL008] aws_sns_topic.x is given twice" in done.err


@pytest.mark.usefixtures("folder")
def test_blocks_that_a_file_template_loses() -> None:
    own('{% include "header.tf.j2" %}\n{{ blocks[0] }}\n', "resources.tf.j2")
    done = generate()
    assert done.code == 1
    assert "templates/resources.tf.j2:1:1: error[TPL008] mail has no" in done.err
    assert "= mail.yaml:4:7: the spec" in done.err


@pytest.mark.usefixtures("folder")
def test_check_and_manifest_know_the_templates() -> None:
    own(BLOCK)
    own("# unused here\n" + BLOCK.replace("topic", "kms"), "resources/aws_kms_key.tf.j2")
    assert generate().code == 0
    assert generate("--check").code == 0
    manifest = json.loads(Path("out/mail/.sesgen.json").read_text())
    assert list(manifest["templates"]) == [TOPIC]
    own("{# another comment #}\n" + BLOCK)
    done = generate("--check")
    assert (done.code, "run `sesgen generate`" in done.err) == (1, True)
    assert generate().code == 0
    own(BLOCK.replace("\n}", '\n  tracing_config = "x"\n}'))
    done = generate("--diff")
    assert '+  tracing_config = "x"' in done.out
    assert generate("--check").code == 1
    for wrong in ("x", {"a": 1}, {"../a": "x"}, {"a\0": "x"}):
        Path("out/mail/.sesgen.json").write_text(json.dumps({**manifest, "templates": wrong}))
        assert "error[OUT003]" in generate().err


def test_the_hook_knows_the_templates(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = new_repo(folder)
    for key, text in repo.environment.items():
        monkeypatch.setenv(key, text)
    Path("sesgen.toml").write_text('specs = ["mail.yaml"]\nout = "out"\ntemplates = "templates"\n')
    own(BLOCK)
    assert sesgen("generate").code == 0
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "--message", "first")
    assert sesgen("generate", "--staged").code == 0
    own(BLOCK.replace("\n}", '\n  tracing_config = "x"\n}'))
    done = sesgen("generate", "--staged")
    assert done.code == 1
    assert "updated out/mail/sns.tf (the templates changed)" in done.err
    assert f"not staged: templates/{TOPIC} (differs from what is staged)" in done.err
    assert f"stage it: git add -- templates/{TOPIC} out/mail" in done.err
    repo.git("add", "--all")
    assert sesgen("generate", "--staged").code == 0
    own('{% include "team.j2" %}\n' + BLOCK)
    own("# team\n", "team.j2")
    repo.git("add", "templates/resources")
    done = sesgen("generate", "--staged")
    assert "not staged: templates/team.j2 (new: git does not know it)" in done.err
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "--message", "second")
    Path("templates", TOPIC).unlink()
    Path("templates/team.j2").unlink()
    done = sesgen("generate", "--staged")
    assert "updated out/mail/sns.tf (the templates changed)" in done.err
    assert "not staged: templates/team.j2 (deleted, and still staged)" in done.err


@pytest.mark.usefixtures("folder")
def test_worker_processes_use_them() -> None:
    own(BLOCK.replace("\n}", '\n  tracing_config = "x"\n}'))
    names = [f"s{number}.yaml" for number in range(3)]
    for name in names:
        Path(name).write_text(SPEC)
    arguments = ["generate", *names, "--out", "out", "--templates", "templates", "--jobs", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    for name in names:
        assert 'tracing_config = "x"' in Path("out", Path(name).stem, "sns.tf").read_text()


def test_the_list_names_every_template() -> None:
    lines = sesgen("templates").out.splitlines()
    assert [line.split()[0] for line in lines] == list(our_templates())
    assert all(len(line.split()) > 2 for line in lines)
    assert any(line.endswith(" A topic that event destinations publish to.") for line in lines)


@pytest.mark.usefixtures("folder")
def test_templates_are_copied_and_never_overwritten() -> None:
    done = sesgen("templates", "--copy", "new", TOPIC, "README.md.j2")
    assert done.code == 0
    assert "next: sesgen generate --templates new" in done.err
    copied = {path.relative_to("new").as_posix() for path in Path("new").rglob("*.j2")}
    assert copied == {TOPIC, "README.md.j2"}
    assert Path("new", TOPIC).read_bytes() == (template_root() / TOPIC).read_bytes()
    done = sesgen("templates", "--copy", "new", DESTINATION, TOPIC)
    assert (done.code, "is there already" in done.err) == (1, True)
    assert not Path("new", DESTINATION).exists()
    done = sesgen("templates", "--copy", "new")
    assert (done.code, TOPIC in done.err) == (2, True)
    done = sesgen("templates", "--copy", "new", "aws_sns_topic")
    assert (done.code, f"did you mean {TOPIC}?" in done.err) == (2, True)
    done = sesgen("templates", TOPIC)
    assert (done.code, "--copy DIR" in done.err) == (2, True)
    assert sesgen("templates", "--copy", "/proc/no", TOPIC).code == 2


def test_what_templates_are_given_is_documented() -> None:
    published = (ROOT / "docs/template-fields.md").read_text()
    assert published == sesgen("templates", "--output-format", "markdown").out
    named = set(re.findall(r"^\| `(?:[\w\[\]]+\.)*(\w+)` ", published, re.MULTILINE))
    contexts = {name for context in CONTEXTS.values() for name in context}
    assert set(MEANINGS) | contexts == named
    assert {field for record in TYPES for field in record._fields} <= set(MEANINGS)
    given: dict[str, set[str]] = {}
    for spec in load_specs([str(path) for path in (ROOT / "specs").glob("*.yaml")]).specs:
        for file in module_files(spec.plan, "m", "s.yaml"):
            given.setdefault(file.template, set()).update(file.context)
    snake = "module: {labels: snake_case}\nconfiguration_sets: {a-b: {}}\n"
    newer = "api: v2\nmigrated_from: v1\nconfiguration_sets: {a: {}}\n"
    for text in (snake, newer):
        for file in module_files(plan_of(text).plan, "m", "s.yaml"):
            given.setdefault(file.template, set()).update(file.context)
    given["imports.tf.j2"] = {"imports", "moves", "migrating"}
    given["resources.tf.j2"].add("blocks")
    assert given == {name: set(context) for name, context in CONTEXTS.items()}
