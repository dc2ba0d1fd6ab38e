"""``sesgen sample``: what it prints, writes and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.support.cli import sesgen

SPEC = """\
configuration_sets:
  mail:
    name: orders
    event_destinations:
      bounces:
        enabled: true
        matching_types: [bounce, complaint]
        sns:
          topic:
            name: feedback
            subscriptions: [{protocol: sqs, queue: {}}, {protocol: https, endpoint: "https://example.com/"}]
      archive:
        enabled: true
        matching_types: ["${var.type}"]
        firehose:
          stream_arn: arn:aws:firehose:eu-west-1:210987654321:deliverystream/mail
          role_arn: arn:aws:iam::210987654321:role/mail
      metrics:
        enabled: true
        matching_types: [send]
        cloudwatch: [{dimension_name: campaign, value_source: messageTag, default_value: none}]
variables: {type: {type: string}}
"""


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The spec, in a folder of its own that is the working directory."""
    monkeypatch.chdir(tmp_path)
    path = Path("mail.yaml")
    path.write_text(SPEC)
    return path


@pytest.mark.usefixtures("spec")
def test_an_event_of_no_destination_in_particular() -> None:
    done = sesgen("sample", "Bounce")
    assert (done.code, done.err) == (0, "made up: Timestamp\n")
    assert json.loads(json.loads(done.out)["Message"])["eventType"] == "Bounce"
    done = sesgen("sample", "bounce", "--transport", "sqs", "--raw", "--subtype", "transient")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["bounce"]["bounceType"] == "Transient"


def test_an_event_of_a_destination(spec: Path) -> None:
    given = ("--spec", spec, "--destination", "mail.bounces")
    found = json.loads(sesgen("sample", "complaint", *given).out)
    assert found["TopicArn"] == "arn:aws:sns:eu-west-1:210987654321:feedback"
    tags = json.loads(found["Message"])["mail"]["tags"]
    assert (tags["ses:configuration-set"], tags["campaign"]) == (["orders"], ["none"])
    archive = sesgen("sample", "open", "--spec", spec, "--destination", "mail.archive").out
    assert archive.count("\n") == 1
    assert json.loads(archive)["eventType"] == "Open"
    Path("sesgen.toml").write_text('specs = ["mail.yaml"]\n')
    assert (
        sesgen("sample", "complaint", *given[2:]).out == sesgen("sample", "complaint", *given).out
    )


def test_the_first_message_of_a_topic_is_not_json() -> None:
    done = sesgen("sample", "validation")
    assert done.out == "Successfully validated SNS topic for Amazon SES event publishing.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "name an event, or give --all DIR"),
        (("bounced",), 2, "bounced is not an event type; there are: send, "),
        (("send", "--subtype", "x"), 2, "--subtype x: send has no such kind; there are: none"),
        (("bounce", "--subtype", "soft"), 2, "there are: Permanent/General, "),
        (("bounce", "--transport", "lambda", "--raw"), 2, "--raw: lambda has no envelope"),
        (("bounce", "--destination", "mail.x"), 2, "there are: mail.bounces, mail.archive, "),
        (
            ("send", "--destination", "mail.bounces"),
            1,
            "does not publish send: it publishes bounce",
        ),
        (("subscription", "--destination", "mail.archive"), 1, "does not publish subscription"),
        (("send", "--destination", "mail.metrics"), 1, "mail.metrics: no JSON arrives from it"),
        (
            ("bounce", "--destination", "mail.bounces", "--transport", "lambda"),
            1,
            "mail.bounces: its events arrive by sqs, sns",
        ),
    ],
)
def test_what_is_refused(spec: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    given = ("--spec", spec) if "--destination" in arguments else ()
    done = sesgen("sample", *arguments, *given)
    assert (done.code, done.out) == (code, "")
    assert words in done.err
    assert done.err.count("\n") == 1


def test_a_folder_of_everything_that_arrives(spec: Path) -> None:
    done = sesgen("sample", "--all", "fixtures", "--spec", spec)
    assert done.code == 0
    folder = Path("fixtures")
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json"))
    schemas = ["event.schema.json", "sqs.schema.json", "sns.schema.json"]
    assert {*schemas} == {name for name in files if name.endswith(".schema.json")}
    assert (
        done.err
        == f"wrote {len(files) - len(schemas) - 1} samples, {', '.join(schemas)} and samples.json into fixtures\n"
    )
    assert "mail.bounces/bounce.Transient-MailboxFull.sqs.json" in files
    assert "mail.bounces/complaint.abuse.sns.json" in files
    assert "mail.archive/renderingFailure.firehose.json" in files
    assert not [name for name in files if "metrics" in name or "deliveryDelay" in name]
    about = json.loads((folder / "samples.json").read_text())
    assert about["version"] == 1
    assert {*about["made_up"]} <= {*files}
    schema = json.loads((folder / "event.schema.json").read_text())
    assert schema == json.loads(sesgen("sample", "--schema").out)
    by_sns = json.loads((folder / "sns.schema.json").read_text())
    assert by_sns == json.loads(sesgen("sample", "--schema", "--transport", "sns").out)
    assert schema == json.loads(sesgen("sample", "--schema", "--transport", "sns", "--raw").out)
    for name in files:
        *_, transport, _ = name.split(".")
        used = by_sns if transport == "sns" else schema
        if name.startswith("mail.archive") or transport == "sns":
            Draft202012Validator(used).validate(json.loads((folder / name).read_text()))


@pytest.mark.usefixtures("spec")
def test_files_that_are_there_stay() -> None:
    assert sesgen("sample", "--all", "fixtures").code == 0
    again = sesgen("sample", "--all", "fixtures")
    assert again.code == 0
    file = Path("fixtures/send.sqs.json")
    before = file.read_text()
    file.write_text("mine\n")
    Path("fixtures/send.sns.json").unlink()
    done = sesgen("sample", "--all", "fixtures")
    assert done.code == 2
    assert done.err.splitlines() == [
        "fixtures/send.sqs.json: is there already, and different",
        "nothing was written; name another folder, or give --force",
    ]
    assert not Path("fixtures/send.sns.json").exists()
    assert sesgen("sample", "--all", "fixtures", "--force").code == 0
    assert file.read_text() == before


def test_a_broken_spec_has_no_samples(spec: Path) -> None:
    spec.write_text("configuration_sets: {mail: {nam: x}}\n")
    done = sesgen("sample", "--all", "fixtures", "--spec", spec)
    assert done.code == 1
    assert "mail.yaml:1:29: error[SPEC010]" in done.err
    assert not Path("fixtures").exists()
