"""From API v1 to v2: every module of ``out/``, and one for each thing that a spec can say, in one root module."""

from __future__ import annotations

from pathlib import Path

from tests.support.cli import sesgen
from tests.support.examples import takes_long
from tests.support.migrations import migrated, planned
from tests.support.modules import example_call, root_module
from tests.support.ses_server import LocalAws
from tests.support.terraform import ROOT, Terraform
from tests.terraform.test_applied import MODULES, TOPICS

ARN = "arn:aws:sns:eu-west-1:210987654321:other"
EVENTS = f"enabled: true, matching_types: [bounce, complaint], sns: {ARN}"
STREAM = "firehose: {stream: {bucket_arn: 'arn:aws:s3:::mail-events'}}"
VARIABLES = {
    "names": '{type: "list(string)", default: [x, y]}',
    "wide": "{type: bool, default: true}",
    "prefix": "{type: string, default: eu}",
    "types": '{type: "list(string)", default: [bounce, renderingFailure]}',
    "tls": "{type: string, default: Require}",
    "origin": "{type: string, default: emailHeader}",
    "by_key": '{type: "map(string)", default: {a: open, b: click}}',
}
VALUES = {
    "names": '["x", "y"]',
    "wide": "true",
    "prefix": '"eu"',
    "by_key": '{ a = "open", b = "click" }',
}
"""What the caller of a module knows of its variables."""
MORE = {
    "counted": """\
  counted:
    count: 2
    name: counted-${count.index}
    event_destinations: {a: {EVENTS}, b: {name: "b-${count.index}", EVENTS}}
""",
    "counted_by": """\
  counted_by:
    count: ${length(var.names)}
    name: counted-by-${var.names[count.index]}
    event_destinations: {a: {EVENTS}}
""",
    "each": """\
  each:
    for_each: {a: send, b: open}
    name: each-${each.key}
    event_destinations: {a: {enabled: true, matching_types: ["${each.value}"], sns: ARN}}
""",
    "each_by": """\
  each_by:
    event_destinations:
      a: {for_each: "${var.by_key}", name: "a-${each.key}", enabled: true, matching_types: ["${each.value}"], sns: ARN}
""",
    "expressions_of_words": """\
  expressions_of_words:
    tls_policy: ${var.tls}
    event_destinations:
      a: {enabled: "${var.wide}", matching_types: "${var.types}", sns: ARN}
      b:
        enabled: true
        matching_types: [send]
        cloudwatch: [{dimension_name: x, value_source: "${var.origin}", default_value: none}]
""",
    "names": """\
  names:
    name: ${var.prefix}-${lower("NAMES")}
    event_destinations: {a: {name: '${format("%s-a", var.prefix)}', EVENTS}}
""",
    "switched": """\
  switched:
    count: "${var.wide ? 1 : 0}"
    event_destinations: {a: {EVENTS}}
""",
    "made": """\
  made:
    event_destinations:
      a: {enabled: true, matching_types: [bounce, complaint], sns: {topic: {kms_key: true}}}
      b: {enabled: true, matching_types: [send], STREAM}
      c: {count: 2, name: "c-${count.index}", enabled: true, matching_types: [open], sns: {topic: {}}}
""",
    "overlapping": """\
  overlapping:
    event_destinations: {a: {replacement: overlap, EVENTS}, b: {EVENTS}}
""",
    "disabled": """\
  disabled:
    sending_enabled: false
    reputation_metrics_enabled: true
    custom_redirect_domain: click.example.com
    event_destinations: {a: {enabled: false, matching_types: all, sns: ARN}}
""",
    "metrics": """\
  metrics:
    event_destinations:
      a:
        enabled: true
        matching_types: [click]
        cloudwatch:
          - {dimension_name: one, value_source: linkTag, default_value: none}
          - {dimension_name: two, value_source: messageTag, default_value: none}
          - {dimension_name: three, value_source: emailHeader, default_value: none}
""",
    "referring": """\
  referring:
    tls_policy: Require
    event_destinations:
      a:
        EVENTS
        configuration_set_name: ${aws_ses_configuration_set.referring.name}
        depends_on: [aws_ses_configuration_set.other]
        lifecycle: {ignore_changes: [enabled], replace_triggered_by: [aws_ses_configuration_set.other]}
  other:
    lifecycle: {ignore_changes: [reputation_metrics_enabled, name]}
    event_destinations: {a: {replacement: plain, EVENTS}}
""",
    "raw": """\
  raw:
    event_destinations:
      a:
        enabled: true
        matching_types: [send]
        raw_hcl: |
          dynamic "sns_destination" {
            for_each = ["ARN"]
            content {
              topic_arn = sns_destination.value
            }
          }
""",
    "elsewhere": """\
  elsewhere: {name: legacy-mail, manage: false, event_destinations: {moved: {EVENTS}}}
""",
    "labelled": """\
  labelled: {label: other-label, alarms: {bounce_rate: 0.05}, event_destinations: {a: {label: mine, EVENTS}}}
""",
}
"""Modules beside those of ``out/``: the sets of each."""


TENANTS = """\
locals {
  tenants = {
    acme   = {}
    globex = {}
  }
}
"""


def in_python(spec: Path) -> None:
    """What is left to a person where a spec is a program."""
    text = spec.read_text()
    text = text.replace("return Spec(", 'return Spec(api="v2", migrated_from="v1", ')
    text = text.replace('matching_types="all"', "matching_types=EVENT_TYPES")
    spec.write_text(f"from generator.spec.base import EVENT_TYPES\n{text}")


def text_of(sets: str) -> str:
    """The spec of a module of ``MORE``."""
    block = EVENTS.replace(", matching", "\n        matching").replace(", sns", "\n        sns")
    sets = sets.replace("        EVENTS\n", f"        {block}\n").replace("EVENTS", EVENTS)
    used = "".join(f"  {name}: {VARIABLES[name]}\n" for name in VARIABLES if f"var.{name}" in sets)
    sets = (
        f"variables:\n{used}configuration_sets:\n{sets}" if used else f"configuration_sets:\n{sets}"
    )
    return sets.replace("STREAM", STREAM).replace("ARN", ARN)


@takes_long
def test_every_module_is_imported_and_nothing_is_touched(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    """Those of ``out/`` that are of API v1, and those of ``MORE``, called in one root module."""
    for name in TOPICS:
        aws.client("sns").create_topic(Name=name)
    aws.client("ses").create_configuration_set(ConfigurationSet={"Name": "legacy-mail"})
    specs = {
        path.stem: path
        for path in (ROOT / "specs").iterdir()
        if path.stem in MODULES and path.stem != "api_v2"
    }
    assert len(specs) == len(MODULES) - 1
    root = tmp_path / "root"
    root.mkdir()
    root_module(root, aws.url, *specs)
    (tmp_path / "specs").mkdir()
    for name, path in specs.items():
        specs[name] = tmp_path / "specs" / path.name
        specs[name].write_bytes(path.read_bytes())
    for name, sets in MORE.items():
        specs[name] = tmp_path / "specs" / f"{name}.yaml"
        specs[name].write_text(text_of(sets))
    paths = sorted(specs.values())
    done = sesgen("generate", *paths, "--out", root)
    assert done.code == 0, done.err
    main = root / "main.tf"
    calls = [main.read_text(), *(example_call(root / name) for name in MORE)]
    main.write_text("\n".join(calls))
    waits = ("managed", "made")
    for name in waits:
        text = main.read_text()
        wait = f'source = "./{name}"\n  iam_propagation_seconds = 0\n'
        main.write_text(text.replace(f'source = "./{name}"\n', wait))
    terraform.prepare(root)
    terraform.apply(root)

    before = len(aws.actions())
    (overlapped,) = (one for one in aws.destinations("overlapping") if one != "b")
    (offered,) = (one for one in aws.destinations("offers") if one != "warehouse")
    arguments = {
        "overlapping": ("--name", f"overlapping.a={overlapped}"),
        "managed": ("--name", f"offers.feedback={offered}"),
    }
    values = {
        "complete": {"environment": '"prod"'},
        "expressions": {"tenants": "local.tenants", "create": "true", "prefix": '"mail"'},
    }
    main.write_text(main.read_text() + TENANTS)
    in_python(specs["products"])
    for name, spec in specs.items():
        imports = root / f"{name}_imports.tf"
        known = values.get(name, VALUES)
        done = migrated(spec, imports, f"module.{name}", known, *arguments.get(name, ()))
        assert done.code == 0, done.err
    done = sesgen("generate", *paths, "--out", root)
    assert done.code == 0, done.err
    main.write_text(main.read_text().replace("  iam_propagation_seconds = 0\n", ""))
    listed = terraform.run("state", "list", cwd=root).stdout.splitlines()
    number, rest = planned(terraform, root)
    assert rest == {}
    assert number == sum(".aws_ses_" in address for address in listed)
    terraform.apply(root, "plan.bin")
    assert aws.actions()[before:] == []
    assert terraform.changes(root) == {}
