"""`where`: from addresses to lines of specs, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cli import sesgen

SPEC = """\
variables:
  topic: {type: string}
defaults:
  enabled: true
  matching_types: [bounce, complaint]

configuration_sets:
  mail:
    tls_policy: Require
    reputation_metrics_enabled: true
    alarms:
      bounce_rate: 0.05
      period: 300
    event_destinations:
      plain:
        sns: ${var.topic}
      made:
        matching_types: [send]
        sns:
          topic:
            name: mail-events
            subscriptions:
              - protocol: sqs
                queue:
                  name: mail-queue
  newer:
    api: v2
    event_destinations:
      metrics:
        cloudwatch:
          - {dimension_name: a, value_source: messageTag, default_value: none}
          - {dimension_name: b, value_source: messageTag, default_value: none}
"""
TOPIC = "aws_sns_topic.mail_events"
PLAIN = "aws_ses_event_destination.mail_plain"
MADE = "aws_ses_event_destination.mail_made"
METRICS = "aws_sesv2_configuration_set_event_destination.newer_metrics"
GUARD = "terraform_data.event_destination"
BLOCKS = f"{METRICS}.event_destination[0].cloud_watch_destination[0].dimension_configuration"


@pytest.fixture(scope="module", autouse=True)
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A repository with a spec and its module, which these tests only read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("where"))
        Path("specs").mkdir()
        Path("specs/mail.yaml").write_text(SPEC)
        Path("sesgen.toml").write_text('specs = ["specs"]\nout = "out"\n')
        assert sesgen("generate").code == 0
        yield


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("aws_ses_configuration_set.mail", "8:3"),
        ("aws_ses_configuration_set.mail.delivery_options[0].tls_policy", "9:17"),
        (PLAIN, "15:7"),
        (f"module.a.module.b[0].{PLAIN}", "15:7"),
        (f'module.a["x.y[0]"].{PLAIN}["k"]', "15:7"),
        (f"{PLAIN}.sns_destination[0].topic_arn", "16:14"),
        (f"{PLAIN}.matching_types", "5:19"),
        (f'{GUARD}["mail_plain"]', "15:7"),
        ("module.mail.aws_sns_topic.mail-events", "20:11"),
        ("aws_sns_topic_policy.mail-events", "19:9"),
        ("aws_sns_topic_subscription.mail-events_sqs_mail-queue", "23:17"),
        ("aws_sqs_queue.mail-events_sqs_mail-queue.name", "25:25"),
        ("aws_cloudwatch_metric_alarm.mail_bounce_rate", "12:20"),
        ("aws_cloudwatch_metric_alarm.mail_bounce_rate.period", "13:15"),
        (METRICS, "29:7"),
        (f"{BLOCKS}[1].dimension_name", "32:30"),
        ("var.topic", "2:10"),
        ("output.event_destination_names", "7:1"),
        ("data.aws_caller_identity.current", "7:1"),
    ],
)
def test_an_address_has_a_line(address: str, place: str) -> None:
    done = sesgen("where", address)
    assert (done.code, done.out.partition(": ")[0]) == (0, f"specs/mail.yaml:{place}"), done.err
    (found,) = json.loads(sesgen("where", address, "--output-format", "json").out)
    assert f"{found['file']}:{found['line']}:{found['column']}" == f"specs/mail.yaml:{place}"
    assert found["path"]


SUBSCRIBED = "mail-events_sqs_mail-queue"
LISTED = {
    2: ["var.topic"],
    5: [PLAIN, METRICS, f'{GUARD}["mail_plain"]'],
    9: ["aws_ses_configuration_set.mail"],
    11: ["aws_cloudwatch_metric_alarm.mail_bounce_rate"],
    13: ["aws_cloudwatch_metric_alarm.mail_bounce_rate"],
    15: [PLAIN, f'{GUARD}["mail_plain"]'],
    16: [PLAIN, f'{GUARD}["mail_plain"]'],
    18: [MADE, f'{GUARD}["mail_made"]'],
    21: ["aws_sns_topic.mail-events"],
    25: [f"aws_sqs_queue.{SUBSCRIBED}", f"aws_sqs_queue_policy.{SUBSCRIBED}"],
    32: [METRICS],
}


@pytest.mark.parametrize("line", LISTED)
def test_a_line_of_a_spec_makes_addresses(line: int) -> None:
    done = sesgen("where", f"specs/mail.yaml:{line}")
    assert (done.code, done.out.splitlines()) == (0, LISTED[line]), done.err
    called = sesgen("where", f"specs/mail.yaml:{line}:7", "--call", "module.mail").out
    assert called.splitlines() == [f"module.mail.{one}" for one in LISTED[line]]
    found = json.loads(sesgen("where", f"specs/mail.yaml:{line}", "--output-format", "json").out)
    assert [one["address"] for one in found] == LISTED[line]


def test_the_line_of_a_set_makes_all_of_it() -> None:
    made = sesgen("where", "specs/mail.yaml:8").out.split()
    assert {PLAIN, MADE, "aws_sns_topic.mail-events", f'{GUARD}["mail_made"]'} < set(made)
    assert METRICS not in made
    assert sesgen("where", "specs/mail.yaml:26").out.split()[-1] == METRICS


def test_every_line_of_a_generated_block_has_one_in_the_spec() -> None:
    blocks = 0
    for file in ("main.tf", "sns.tf", "alarms.tf", "sqs.tf"):
        path = Path("out/mail", file)
        lines = path.read_text().splitlines() if path.exists() else []
        for number, line in enumerate(lines, 1):
            if line.startswith("resource "):
                blocks += 1
                done = sesgen("where", f"{path}:{number}")
                assert (done.code, done.out[:16]) == (0, "specs/mail.yaml:"), line
    assert blocks > 9
    text = Path("out/mail/main.tf").read_text().splitlines()
    for code, place in (
        ("    topic_arn = var.topic", "16:14"),
        ("    mail_plain = sha256(jsonencode([var.topic]))", "15:7"),
        ('    tls_policy = "Require"', "9:17"),
        ('        dimension_name          = "b"', "32:30"),
    ):
        done = sesgen("where", f"out/mail/main.tf:{text.index(code) + 1}")
        assert done.out.startswith(f"specs/mail.yaml:{place}: "), (code, done.out)


@pytest.mark.parametrize(
    ("thing", "code", "words"),
    [
        ("aws_sns_topic.mail-event", 1, "near: aws_sns_topic.mail-events"),
        ("aws_sqs_topic.mail-events", 1, "near: aws_sns_topic.mail-events, "),
        (f'{GUARD}["nothing"]', 1, "nothing that the specs make is called"),
        ("...", 1, "nothing that the specs make is called ..."),
        ("specs/mail.yaml:6", 1, "line 6 makes nothing by itself; line 8 is the nearest that does"),
        ("out/mail/main.tf:1", 1, "no spec that was read makes this line"),
        ("out/mail/main.tf:99999", 1, "no spec that was read makes this line"),
        ("gone.yaml:6", 2, "gone.yaml: there is no such file"),
    ],
)
def test_what_is_not_there_is_said_with_what_is_near(thing: str, code: int, words: str) -> None:
    done = sesgen("where", thing)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_a_python_spec_has_addresses_and_no_lines() -> None:
    Path("p.py").write_text(
        'from generator import loads\nspec = loads("""configuration_sets: {p: {}}""")\n'
    )
    assert sesgen("where", "aws_ses_configuration_set.p", "p.py").out.startswith("p.py: ")
    done = sesgen("where", "p.py:2")
    assert (done.code, "ask for an address" in done.err) == (2, True)
