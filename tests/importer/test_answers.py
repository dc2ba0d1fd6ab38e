"""Answers of the AWS CLI, states and CloudFormation templates become specs; what they do not show is not off."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.cli import sesgen

TOPIC = "arn:aws:sns:eu-west-1:123456789012:t"
V1 = {
    "ConfigurationSet": {"Name": "mail"},
    "EventDestinations": [
        {
            "Name": "b",
            "Enabled": True,
            "MatchingEventTypes": ["bounce", "complaint", "renderingFailure"],
            "SNSDestination": {"TopicARN": TOPIC},
        }
    ],
    "DeliveryOptions": {"TlsPolicy": "Require"},
    "ReputationOptions": {
        "SendingEnabled": True,
        "ReputationMetricsEnabled": False,
        "LastFreshStart": "x",
    },
}
V2 = {
    "ConfigurationSetName": "news",
    "DeliveryOptions": {"TlsPolicy": "REQUIRE", "MaxDeliverySeconds": 600},
    "ReputationOptions": {"ReputationMetricsEnabled": True},
    "SendingOptions": {"SendingEnabled": False},
    "Tags": [{"Key": "team", "Value": "${x}"}],
    "SuppressionOptions": {"SuppressedReasons": ["BOUNCE"]},
}
V2_DESTINATIONS = {
    "EventDestinations": [
        {
            "Name": "to bus".replace(" ", "-"),
            "Enabled": True,
            "MatchingEventTypes": ["BOUNCE", "COMPLAINT", "DELIVERY_DELAY"],
            "EventBridgeDestination": {
                "EventBusArn": "arn:aws:events:eu-west-1:123456789012:event-bus/default"
            },
        }
    ]
}


WITHOUT_A_FILE = (
    "with --output, what the root module needs (import and moved blocks) is written, too\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, *values: object) -> str:
    Path(name).write_text("\n".join(json.dumps(value, indent=2) for value in values))
    return name


def imported(*arguments: object) -> tuple[dict[str, Any], str]:
    """The spec that an import prints, and what it says."""
    done = sesgen("import", *arguments)
    assert done.code == 0, done.err
    found: dict[str, Any] = yaml.safe_load(done.out)
    return found, done.err.replace(WITHOUT_A_FILE, "")


def test_an_answer_of_api_v1() -> None:
    found, said = imported(write("a.json", V1))
    assert found == {
        "version": 1,
        "defaults": {"replacement": "plain"},
        "configuration_sets": {
            "mail": {
                "tls_policy": "Require",
                "event_destinations": {
                    "b": {
                        "enabled": True,
                        "matching_types": ["bounce", "complaint", "renderingFailure"],
                        "sns": TOPIC,
                    }
                },
            }
        },
    }
    assert said == ""
    assert sesgen("import", "a.json").err == WITHOUT_A_FILE


def test_answers_of_api_v2() -> None:
    files = write("news.json", V2), write("news.destinations.json", V2_DESTINATIONS)
    found, _ = imported(*files)
    assert found["api"] == "v2"
    assert found["configuration_sets"]["news"] == {
        "sending_enabled": False,
        "reputation_metrics_enabled": True,
        "tls_policy": "Require",
        "max_delivery_seconds": 600,
        "suppression": ["bounce"],
        "tags": {"team": "$${x}"},
        "event_destinations": {
            "to-bus": {
                "enabled": True,
                "matching_types": ["bounce", "complaint", "deliveryDelay"],
                "eventbridge": {
                    "event_bus_arn": "arn:aws:events:eu-west-1:123456789012:event-bus/default"
                },
            }
        },
    }


def test_both_apis_and_several_answers_in_a_file() -> None:
    other = {**V1, "ConfigurationSet": {"Name": "other"}}
    for name, values in (("lines.json", (V1, other)), ("list.json", ([V1, other],))):
        found, _ = imported(write(name, *values), write("news.json", V2))
        assert list(found["configuration_sets"]) == ["mail", "other", "news"]
        assert [one.get("api") for one in found["configuration_sets"].values()] == [
            None,
            None,
            "v2",
        ]


@pytest.mark.parametrize(
    ("shown", "unseen"),
    [
        (
            [],
            [
                "delivery_options",
                "reputation_metrics_enabled",
                "sending_enabled",
                "tracking_options",
            ],
        ),
        (
            ["DeliveryOptions"],
            ["reputation_metrics_enabled", "sending_enabled", "tracking_options"],
        ),
        (["ReputationOptions"], ["delivery_options", "tracking_options"]),
        (["DeliveryOptions", "ReputationOptions"], []),
    ],
)
def test_what_was_not_asked_for_is_left_alone(shown: list[str], unseen: list[str]) -> None:
    answer = {
        key: value for key, value in V1.items() if not key.endswith("Options") or key in shown
    }
    found, said = imported(write("a.json", answer))
    lifecycle = found["configuration_sets"]["mail"].get("lifecycle", {})
    assert lifecycle.get("ignore_changes", []) == unseen
    assert said == (
        f'not seen of "mail": {", ".join(unseen)}; left alone (ignore_changes)\n' if unseen else ""
    )


def test_event_destinations_or_a_set_alone() -> None:
    found, said = imported(write("news.destinations.json", V2_DESTINATIONS))
    assert found["configuration_sets"]["news"]["manage"] is False
    assert said == 'the set "news" itself was not seen, and is not managed\n'
    _, said = imported(write("a.json", {k: v for k, v in V1.items() if k != "EventDestinations"}))
    assert said == 'the event destinations of "mail" were not seen, and are not managed\n'
    named, _ = imported(write("x.json", V2_DESTINATIONS), "--set", "given")
    assert list(named["configuration_sets"]) == ["given"]


@pytest.mark.parametrize("piped", [False, True])
def test_an_answer_may_come_from_a_pipe(*, piped: bool) -> None:
    text = "\n" * (not piped) + json.dumps(V2_DESTINATIONS)
    arguments = ("import", "-", "--set", "news")
    if piped:
        command = [sys.executable, "-m", "generator", *arguments]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        out = done.stdout
    else:
        out = sesgen(*arguments, stdin=text).out
    assert list(yaml.safe_load(out)["configuration_sets"]) == ["news"]
    assert sesgen("import", "-", stdin='resource "x" "y" {}').err.count("HCL004") == 1


def test_names_alone_are_imported_with_the_loop_that_gets_the_rest() -> None:
    for value, command in (
        ({"ConfigurationSets": ["a", "b"]}, "aws sesv2 get-configuration-set-event-destinations"),
        (
            {"ConfigurationSets": [{"Name": "a"}, {"Name": "b"}]},
            "aws ses describe-configuration-set",
        ),
    ):
        found, said = imported(write("list.json", value))
        assert list(found["configuration_sets"]) == ["a", "b"]
        assert said.count("the name alone was seen") == 2
        assert command in said
        api = "v2" if "sesv2" in command else "v1"
        assert sesgen("import", "--collect", api).out in said
        found, said = imported(
            "list.json", write("a.json", {**V1, "ConfigurationSet": {"Name": "a"}})
        )
        assert said.count("the name alone was seen") == 1


def test_the_spec_and_the_import_blocks_are_written() -> None:
    files = (
        write("a.json", V1),
        write("news.json", V2),
        write("news.destinations.json", V2_DESTINATIONS),
    )
    done = sesgen("import", *files, "-o", "mail.yaml", "--call", "module.mail")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[:2] == ["wrote mail.yaml", "wrote import.tf"]
    assert done.err.splitlines()[-1] == (
        "next: sesgen generate mail.yaml, import.tf into the root module, terraform plan:"
        " nothing is to be added, changed or destroyed"
    )
    blocks = Path("import.tf").read_text()
    for to, id_ in (
        ("aws_ses_configuration_set.mail", "mail"),
        ("aws_ses_event_destination.mail_b", "mail/b"),
        ("aws_sesv2_configuration_set.news", "news"),
        ("aws_sesv2_configuration_set_event_destination.news_to-bus", "news|to-bus"),
    ):
        assert f'  to = module.mail.{to}\n  id = "{id_}"\n' in blocks
    before = Path("mail.yaml").read_text()
    Path("import.tf").write_text("mine\n")
    refused = sesgen("import", *files, "-o", "mail.yaml", "--call", "module.mail")
    assert refused.code == 2
    assert refused.err == "import.tf: is there already; name another file, or give --force\n"
    for options, words in (
        (("-o", "new.yaml", "--imports", "new.yaml"), "new.yaml: is named twice\n"),
        (("--imports", "a.json"), "a.json: is one of the files that are imported\n"),
    ):
        refused = sesgen("import", *files, *options, "--force")
        assert (refused.code, refused.err) == (2, words)
    again = sesgen("import", files[0], "-o", "mail.yaml", "--imports", "x.tf", "--force")
    assert again.code == 0
    assert Path("mail.yaml").read_text() != before
    assert Path("import.tf").read_text() == "mine\n"


STATE = {
    "version": 4,
    "resources": [
        {
            "mode": "managed",
            "type": "aws_ses_configuration_set",
            "name": "this",
            "instances": [
                {
                    "attributes": {
                        "id": "mail",
                        "arn": "x",
                        "name": "mail",
                        "last_fresh_start": "",
                        "delivery_options": [{"tls_policy": "Require"}],
                        "reputation_metrics_enabled": False,
                        "sending_enabled": True,
                        "tracking_options": [],
                    }
                }
            ],
        },
        {
            "mode": "managed",
            "type": "aws_ses_event_destination",
            "name": "this_sns",
            "instances": [
                {
                    "attributes": {
                        "id": "b",
                        "name": "b",
                        "configuration_set_name": "mail",
                        "enabled": True,
                        "matching_types": ["bounce", "complaint"],
                        "cloudwatch_destination": [],
                        "kinesis_destination": [],
                        "sns_destination": [{"topic_arn": TOPIC}],
                    }
                }
            ],
        },
        {
            "mode": "managed",
            "type": "aws_sns_topic",
            "name": "t",
            "instances": [{"attributes": {}}],
        },
    ],
}


def test_a_state_keeps_its_addresses() -> None:
    done = sesgen("import", write("terraform.tfstate", STATE), "-o", "s.yaml")
    assert done.code == 0, done.err
    assert "left where they are: aws_sns_topic.t" in done.err
    assert not Path("import.tf").exists()
    blocks = sesgen("convert", "s.yaml").out
    assert 'resource "aws_ses_configuration_set" "this"' in blocks
    assert 'resource "aws_ses_event_destination" "this_sns"' in blocks
    shown = {
        "format_version": "1.0",
        "values": {
            "root_module": {
                "child_modules": [
                    {
                        "address": "module.ses",
                        "resources": [
                            {
                                "mode": one["mode"],
                                "type": one["type"],
                                "name": one["name"],
                                "values": one["instances"][0]["attributes"],
                            }
                            for one in STATE["resources"]  # type: ignore[attr-defined]
                        ],
                    }
                ]
            }
        },
    }
    assert sesgen("import", write("show.json", shown)).out == Path("s.yaml").read_text()


CLOUDFORMATION = """\
Parameters: {Stage: {Type: String, Default: prod}}
Resources:
  Mail:
    Type: AWS::SES::ConfigurationSet
    Properties:
      Name: !Sub "${AWS::StackName}-mail"
      DeliveryOptions: {TlsPolicy: REQUIRE}
  Feedback:
    Type: AWS::SES::ConfigurationSetEventDestination
    Properties:
      ConfigurationSetName: !Ref Mail
      EventDestination:
        Name: !Ref Stage
        Enabled: "true"
        MatchingEventTypes: [bounce, complaint]
        SnsDestination: {TopicARN: !Ref FeedbackTopic}
  Archive:
    Type: AWS::SES::ConfigurationSetEventDestination
    Properties:
      ConfigurationSetName: !Ref Mail
      EventDestination:
        Enabled: true
        MatchingEventTypes: [send]
        KinesisFirehoseDestination:
          DeliveryStreamARN: !GetAtt Stream.Arn
          IAMRoleARN: !ImportValue role
  FeedbackTopic: {Type: AWS::SNS::Topic}
"""


def test_a_template_refers_to_its_other_parts_by_variables() -> None:
    Path("stack.yaml").write_text(CLOUDFORMATION)
    found, said = imported("stack.yaml")
    assert found["variables"] == {
        "mail_name": {"type": "string"},
        "stage": {"type": "string", "default": "prod"},
        "feedback_topic": {"type": "string"},
        "archive_name": {"type": "string"},
        "stream_arn": {"type": "string"},
        "archive_kinesis_firehose_destination_iamrole_arn": {"type": "string"},
    }
    mail = found["configuration_sets"]["mail"]
    assert (mail["name"], mail["tls_policy"]) == ("${var.mail_name}", "Require")
    destinations = mail["event_destinations"]
    assert destinations["stage"]["name"] == "${var.stage}"
    assert destinations["stage"]["sns"] == "${var.feedback_topic}"
    assert destinations["archive"]["firehose"]["stream_arn"] == "${var.stream_arn}"
    assert "DeletionPolicy: Retain" in said
    assert "variables that need values: mail_name, " in said


def state_of(*resources: tuple[Any, str, str, object, str]) -> dict[str, Any]:
    """A state of sets and event destinations: module, type, label, key of the instance, name (``SET/DESTINATION``)."""
    found: list[dict[str, Any]] = []
    for module, type_, label, key, name in resources:
        owner, _, own = name.rpartition("/")
        sample = STATE["resources"][1 if owner else 0]["instances"][0]["attributes"]  # type: ignore[index]
        values = {**sample, "name": own, **({"configuration_set_name": owner} if owner else {})}
        instance = {"attributes": values, **({} if key is None else {"index_key": key})}
        place = {"module": module} if module else {}
        about = {"mode": "managed", "type": type_, "name": label, "instances": [instance]}
        found.append({**place, **about})
    return {"version": 4, "resources": found}


SET, DESTINATION = "aws_ses_configuration_set", "aws_ses_event_destination"


@pytest.mark.parametrize(
    ("name", "text", "place", "words"),
    [
        ("a.json", '{"a": 1}', ":1:1", "this is nothing that can be adopted"),
        ("a.json", "[1]", ":1:1", "this is nothing that can be adopted"),
        ("a.json", '{"a": \n 1', ":2:3", "not JSON: "),
        ("a.json", "", ":1:1", "the file is empty"),
        ("a.json", "[" * 100_000, ":1:1", "nested too deep"),
        ("a.yaml", "a: [", ":1", "not YAML: "),
        ("a.yaml", "configuration_sets: {}", ":1:1", "this is nothing that can be adopted"),
        ("a.json", json.dumps([V1, V1]), ":1:1", "a configuration set 'mail' is there twice"),
        ("a.json", '{"ConfigurationSets": [1]}', ":1:1", "not of the form"),
        ("a.json", '{"version": 4, "resources": [1]}', ":1:1", "not of the form"),
        ("a.json", '{"ConfigurationSets": ["a", {"Name": 1}]}', ":1:1", "not of the form"),
        ("a.json", json.dumps({**V1, "EventDestinations": {}}), ":1:1", "not of the form"),
        ("a.json", json.dumps({**V1, "DeliveryOptions": []}), ":1:1", "not of the form"),
        (
            "a.json",
            '{"Resources": {"A": {"Type": "AWS::SES::ConfigurationSet"}, "B": 1}}',
            ":1:1",
            "not of the form",
        ),
        *(
            (
                "a.json",
                json.dumps(state_of((module, SET, label, key, "a"))),
                ":1:1",
                "not of the form",
            )
            for module, label, key in (
                (1, "this", None),
                ("mail", "this", None),
                ("", "a\nb", None),
                ("", "this", []),
            )
        ),
        (
            "a.json",
            '{"ConfigurationSet": {"Name": "a"}, "EventDestinations": [1]}',
            ":1:1",
            "not of",
        ),
        ("a.json", '{"ConfigurationSetName": "a", "Tags": [{}]}', ":1:1", "not of the form"),
        ("a.json", '{"Resources": {}}', ":1:1", "there is no configuration set in it"),
        (
            "a.json",
            json.dumps({**V1, "EventDestinations": [{"Name": "b", "What": 1}]}),
            "",
            "unknown key `What`",
        ),
    ],
)
def test_what_cannot_be_adopted(name: str, text: str, place: str, words: str) -> None:
    Path(name).write_text(text)
    done = sesgen("import", name)
    assert (done.code, done.out) == (2, "")
    assert f"{name}{place}" in done.err
    assert words in done.err


@pytest.mark.parametrize(
    ("resources", "options", "moves"),
    [
        pytest.param(
            [("", SET, "this", "a", "a"), ("", SET, "this", "b", "b"), ("", DESTINATION, "x", 0, "a/n")],
            [],
            [f'{SET}.this["a"] -> {SET}.a', f"{DESTINATION}.x[0] -> {DESTINATION}.x", f'{SET}.this["b"] -> {SET}.b'],
            id="instances; the only one keeps its label",
        ),
        pytest.param(
            [("module.m", SET, "this", None, "a"), ("module.m", DESTINATION, "x", "${k}", "a/n"), ("module.m", DESTINATION, "x", 'q"', "a/o")],
            [],
            [f'module.m.{DESTINATION}.x["$${{k}}"] -> module.m.{DESTINATION}.this_n', f'module.m.{DESTINATION}.x["q\\""] -> module.m.{DESTINATION}.this_o'],
            id="of one module: in that module, and keys are quoted",
        ),
        pytest.param(
            [("module.m", SET, "this", None, "a"), ('module.n["x"]', SET, "this", None, "b"), ("", SET, "b", None, "c")],
            [],
            [f"module.m.{SET}.this -> {SET}.a", f'module.n["x"].{SET}.this -> {SET}.b_2'],
            id="several modules: in the root module, where a label is taken",
        ),
        pytest.param(
            [("module.m", SET, "this", None, "a"), ("module.n", SET, "this", None, "b")],
            ["--call", "module.n"],
            [f"module.m.{SET}.this -> module.n.{SET}.a"],
            id="several modules: in one of them",
        ),
        pytest.param(
            [("", SET, "this", None, "a")], ["--call", "module.n"], [f"{SET}.this -> module.n.{SET}.a"], id="from the root module"
        ),
        pytest.param(
            [("module.m[0]", SET, "this", None, "a"), ("module.m[1].module.o", SET, "this", None, "b"), ("module.mm", SET, "this", None, "a")],
            ["--module", "module.m"],
            [f"module.m[0].{SET}.this -> {SET}.a", f"module.m[1].module.o.{SET}.this -> {SET}.b"],
            id="a module, its instances and what is in them",
        ),
        pytest.param(
            [("", SET, "this", None, "a"), ("module.m", SET, "this", 0, "a")], ["--module", "root"], [], id="the root module"
        ),
    ],
)  # fmt: skip
def test_what_a_state_has_elsewhere_moves(
    resources: list[tuple[str, str, str, object, str]], options: list[str], moves: list[str]
) -> None:
    file = write("x.tfstate", state_of(*resources))
    done = sesgen("import", file, "-o", "s.yaml", *options)
    assert done.code == 0, done.err
    assert not Path("import.tf").exists()
    text = Path("moved.tf").read_text() if moves else ""
    assert re.findall(r"moved \{\n  from = (.*)\n  to   = (.*)\n\}", text) == [
        tuple(move.split(" -> ")) for move in moves
    ]
    assert Path("moved.tf").exists() == bool(moves)
    assert ("moved.tf into the root module" in done.err) == bool(moves)
    made = sesgen("convert", "s.yaml").out
    for move in moves:
        type_, label = move.split(".")[-2:]
        assert f'resource "{type_.split(" ")[-1]}" "{label}" {{' in made


def test_what_is_in_the_state_is_not_imported_and_other_things_are() -> None:
    files = (write("x.tfstate", state_of(("", SET, "this", "k", "a"))), write("a.json", V1))
    assert sesgen("import", *files, "-o", "s.yaml").code == 0
    text = Path("import.tf").read_text()
    assert text.count("\nimport {") == len(["mail", "mail/b"])
    assert f'from = {SET}.this["k"]\n  to   = {SET}.this\n' in text


def test_a_deposed_instance_is_none() -> None:
    state = state_of(("", SET, "this", None, "a"))
    gone = {**state["resources"][0]["instances"][0], "deposed": "0f1e2d3c"}
    state["resources"][0]["instances"].append(gone)
    assert sesgen("import", write("x.tfstate", state)).code == 0


@pytest.mark.parametrize(
    ("files", "options", "words", "help_"),
    [
        ([[("module.m", SET, "this", None, "a"), ("", SET, "this", None, "a")]], [], "a configuration set 'a' is there twice", "choose one: --module module.m or root"),
        ([[("module.m", SET, "this", None, "a")]], ["--module", "module.n"], "module.n has no resources of SES", "they are in module.m"),
        ([[("", SET, "this", None, "a")], [("", SET, "this", None, "b")]], [], "these are several states: 0.tfstate, 1.tfstate", "import each into a spec of its own"),
    ],
)  # fmt: skip
def test_states_that_do_not_go_together(
    files: list[list[tuple[str, str, str, object, str]]],
    options: list[str],
    words: str,
    help_: str,
) -> None:
    names = [write(f"{number}.tfstate", state_of(*one)) for number, one in enumerate(files)]
    done = sesgen("import", *names, *options)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert help_ in done.err


def test_options_that_do_not_go_together() -> None:
    write("a.json", V1)
    for option in ("--remove", "--diff"):
        done = sesgen("import", "a.json", "-o", "s.yaml", option)
        assert (done.code, done.err) == (2, "--remove and --diff are for Terraform files\n")
    assert sesgen("import").code == 2
    for command, option in (
        (("import", "a.json"), "--call"),
        (("import", "a.json"), "--module"),
        (("verify", "a.json", "--spec", "s.yaml"), "--module"),
        (("migrate", "s.yaml"), "--call"),
        (("where", "s.yaml:1"), "--call"),
    ):
        done = sesgen(*command, option, 'mail"')
        assert done.code == 2
        assert done.err.startswith(f'{option} mail": the address of a module is wanted')
