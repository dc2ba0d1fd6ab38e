"""Python specs know nothing of each other, and nothing that they do is sesgen's: kinds of A in pairs, in both orders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import pytest

from generator.config import find_config
from generator.loader import PythonSpecs, load
from tests.support.cli import process, sesgen
from tests.support.git import new_repo

GOOD = """\
from generator import ConfigurationSet, EventDestination, SnsDestination, Spec
TOPIC = "arn:aws:sns:eu-west-1:123456789012:t"
spec = Spec(configuration_sets={"NAME": ConfigurationSet(event_destinations={"a": EventDestination(
    enabled=True, matching_types=["bounce", "complaint"], sns=SnsDestination(topic_arn=TOPIC))})})
"""
WRONG = GOOD.replace(":sns:", ":sqs:")

HARMLESS = {
    "another working directory": "import os; os.chdir('/')\n",
    "a patched rule": "import generator.rules as s; s.check_specs = lambda *a, **k: []\n",
    "a patched model": "import generator.spec.models as m; m.Spec.model_validate = None\n",
    "a patched builtin": "import builtins; builtins.open = None; import os; os.getcwd = None\n",
    "no modules": "import sys; [sys.modules.pop(n) for n in list(sys.modules) if n.startswith('json')]\n",
    "another path": "import sys; sys.path[:] = []\n",
    "an environment": "import os; os.environ.clear(); os.environ['SESGEN_TRACEBACK'] = '1'\n",
    "closed streams": "import sys; sys.stdout.close(); sys.stderr.close()\n",
    "closed handles": "import os; os.close(0); os.close(1); os.close(2)\n",
    "an exit handler": "import atexit, os; atexit.register(lambda: os.write(1, b'LATER'))\n",
    "a thread": (
        "import os, threading, time\n"
        "threading.Thread(target=lambda: (time.sleep(0.3), os.write(1, b'LATER'))).start()\n"
    ),
    "a process that stays": (
        "import subprocess; subprocess.Popen(['sh', '-c', 'sleep 1; echo LATER'])\n"
    ),
    "a fork": "import os, time\nif not os.fork(): time.sleep(1); os.write(1, b'LATER'); os._exit(0)\n",
    "a fork that goes on": "import os, time\nif os.fork(): time.sleep(0.2)\n",
    "signals": "import signal; [signal.signal(n, signal.SIG_IGN) for n in (2, 15)]\n",
    "words": "print('word\\n' * 1000)\n",
    "line ends of the old Macintosh": "\r",
    "a recursion limit": "import sys; sys.setrecursionlimit(90)\n",
}
ENDINGS = {
    "os._exit": ("import os; os._exit(0)\n", "the spec ended its process (exit status 0)"),
    "os._exit(3)": ("import os; os._exit(3)\n", "the spec ended its process (exit status 3)"),
    "sys.exit": ("import sys; sys.exit()\n", "the spec raised SystemExit"),
    "Ctrl-C": ("raise KeyboardInterrupt\n", "the spec raised KeyboardInterrupt"),
    "a crash": ("import ctypes; ctypes.string_at(0)\n", "the spec was ended by SIGSEGV"),
    "a fork that takes its place": (
        "import os\nif os.fork(): os._exit(0)\n",
        "the spec ended its process (exit status 0)",
    ),
    "words to every handle": (
        "import os\nfor n in range(3, 20):\n    try: os.write(n, b'{}\\n')\n    except OSError: pass\n",
        "the spec wrote to a file descriptor that it did not open",
    ),
    "no handles": (
        "import os; os.closerange(3, 99)\n",
        "the spec closed a file descriptor, or replaced a function, that is not its own",
    ),
    "a kill": ("import os; os.kill(os.getpid(), 9)\n", "the spec was ended by SIGKILL"),
    "a loop": ("while True: pass\n", "the spec ran for more than 1 seconds"),
    "a loop that hears nothing": (
        "import signal, time; signal.signal(15, signal.SIG_IGN)\nwhile True: time.sleep(9)\n",
        "the spec ran for more than 1 seconds",
    ),
    "words without an end": ("while True: print('x' * 1000)\n", "the spec printed over 1 MiB"),
    "too deep": ("def f(): f()\nf()\n", "the spec raised RecursionError"),
}


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = text.replace("\n", "\r") if text[0] == "\r" else text
    path.write_text(text.replace("NAME", path.stem), newline="")
    return path


def in_both_orders(folder: Path, codes: Iterable[str]) -> tuple[list[Path], Path, list[list[Path]]]:
    """A spec for each piece of code, one with an error, and all of them in two orders: each pair stands both ways."""
    odd = [write(folder, f"odd_{number}.py", code + GOOD) for number, code in enumerate(codes)]
    wrong = write(folder, "wrong.py", WRONG)
    return odd, wrong, [[*odd, wrong], [wrong, *reversed(odd)]]


def test_what_a_spec_does_stays_its_own(tmp_path: Path) -> None:
    _, wrong, orders = in_both_orders(tmp_path, HARMLESS.values())
    for names in orders:
        done = sesgen("validate", *names, "--output-format", "concise")
        assert done.code == 1
        assert [line.partition(" ")[0] for line in done.out.splitlines()] == [f"{wrong}:4:88:"]


@pytest.mark.parametrize(
    "kind", [kind for kind, code in HARMLESS.items() if "LATER" in code or "close" in code]
)
def test_what_a_spec_does_to_its_streams_is_not_in_the_product(kind: str, tmp_path: Path) -> None:
    odd = write(tmp_path, "odd.py", HARMLESS[kind] + GOOD)
    plain = write(tmp_path, "plain.py", GOOD.replace("NAME", "odd"))
    assert process("convert", odd).stdout == sesgen("convert", plain).out != ""


def test_what_a_spec_prints_is_no_command_of_a_runner(tmp_path: Path) -> None:
    code = "print('::stop-commands::x'); print('  ::error::y'); print('a ##[error]z a::b')\n"
    # Written in two pieces, and without an end.
    code += "import os, time; os.write(1, b':'); time.sleep(0.2); os.write(1, b':error::w')\n"
    path = write(tmp_path, "s.py", code + GOOD)
    said = process("validate", "-q", path, env={**os.environ, "GITHUB_ACTIONS": "true"}).stderr
    assert said == "\\::stop-commands::x\n  \\::error::y\na ##\\[error]z a::b\n\\::error::w\n"
    plain = process("validate", "-q", path, env={**os.environ, "GITHUB_ACTIONS": ""}).stderr
    assert plain == said.replace("\\", "")


def test_an_ending_is_one_finding_of_its_file(tmp_path: Path) -> None:
    odd, wrong, orders = in_both_orders(tmp_path, (code for code, _ in ENDINGS.values()))
    for names in orders:
        done = sesgen("validate", *names, "--python-timeout", "1", "--output-format", "concise")
        assert done.code == 1
        for path, (_, words) in zip(odd, ENDINGS.values(), strict=True):
            found = [line for line in done.out.splitlines() if line.startswith(f"{path}:")]
            assert [words in line for line in found] == [True], words
        assert f"{wrong}:4:88: SES060" in done.out


def test_files_of_one_name_in_two_folders(tmp_path: Path) -> None:
    for name in "ab":
        write(
            tmp_path,
            f"{name}/_common.py",
            f"TOPIC = 'arn:aws:sns:eu-west-1:123456789012:t-{name}'\n",
        )
        shared = GOOD.replace(GOOD.splitlines()[1], "from _common import TOPIC")
        write(tmp_path, f"{name}/spec_{name}.py", shared)
    for names in permutations("ab"):
        out = tmp_path / "".join(names)
        done = sesgen("generate", *(tmp_path / name for name in names), "--out", out)
        assert done.code == 0, done.err
        for name in names:
            assert f':t-{name}"' in (out / f"spec_{name}/main.tf").read_text()


def test_errors_of_a_file_that_is_imported_are_at_the_line_that_imports_it(tmp_path: Path) -> None:
    write(tmp_path, "_broken.py", "def (:\n")
    path = write(tmp_path, "s.py", "x = 1\nimport _broken\n")
    done = sesgen("validate", path, "--output-format", "concise")
    assert done.out.startswith(f"{path}:2:1: SPEC015 the spec raised SyntaxError: invalid syntax")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("{1, 2}", "SPEC015 `default` is a Python set, which no spec holds"),
        ("b'x'", "SPEC015 `default` is a Python bytes, which no spec holds"),
        ("pathlib.Path()", "SPEC015 `default` is a Python PosixPath, which no spec holds"),
        ("{1: 1, '1': 2}", "SPEC015 `default` has one key twice, as 1 and '1' are one"),
        ("{(1, 2): 1}", "SPEC015 `default` has a key that is a list"),
        ("cycle", "SPEC015 `default[0]` is nested over 64 deep"),
        ("deep", "SPEC015 `default[0]` is nested over 64 deep"),
        ("float('nan')", "SPEC016 nan cannot be written as a Terraform value"),
    ],
)
def test_what_a_spec_holds_that_no_document_can(value: str, words: str, tmp_path: Path) -> None:
    text = (
        "import pathlib\nfrom generator import Spec, Variable\ncycle, deep = [], []\ncycle.append(cycle)\n"
        "for _ in range(5000): deep = [deep]\n"
        f"spec = Spec(configuration_sets={{'a': {{}}}}, variables={{'v': Variable(\n    default={value})}})\n"
    )
    path = write(tmp_path, "s.py", text)
    done = sesgen("validate", path, "--ignore", "TF003", "--output-format", "concise")
    line = 6 if "nan" in value else 7  # of HCL, what holds a value is named
    assert (done.code, done.out.startswith(f"{path}:{line}:")) == (1, True), done.out
    assert words in done.out


def test_what_was_made_without_a_check_is_checked(tmp_path: Path) -> None:
    text = "from generator import Spec\nspec = Spec.model_construct(configuration_sets={'a': object()})\n"
    done = sesgen("validate", write(tmp_path, "s.py", text))
    assert (done.code, "error[SPEC015] `a` is a Python object" in done.out) == (1, True), done.out


def test_a_number_of_any_length(tmp_path: Path) -> None:
    text = "from generator import Spec\nspec = Spec(configuration_sets={'a': {}}, variables={'v': {'default': 10**5000}})\n"
    assert sesgen("generate", write(tmp_path, "s.py", text), "--out", tmp_path / "o").code == 0
    assert f" = 1{'0' * 5000}\n" in (tmp_path / "o/s/variables.tf").read_text()


def test_a_call_that_is_refused_is_at_the_argument(tmp_path: Path) -> None:
    text = (
        "from generator import EventDestination\n\n\ndef made():\n    return EventDestination(\n"
        "        enabled=True,\n        matching_types=['bounce', 3],\n        counts=1,\n    )\n\n\n"
        "spec = made()\n"
    )
    path = write(tmp_path, "s.py", text)
    done = sesgen("validate", path, "--output-format", "concise")
    assert [line.partition(" `")[0] for line in done.out.splitlines()] == [
        f"{path}:7:35: SPEC012",
        f"{path}:8:16: SPEC010 unknown key",
    ]


def test_files_that_are_imported_and_opened_are_known(tmp_path: Path) -> None:
    write(tmp_path, "lib/t.py", "VALUE = 1\n")
    write(tmp_path, "_d.json", "{}")
    write(tmp_path, "_unread.json", "{}")
    write(tmp_path, "_d.db", " ")
    head = (
        "import json, os, pathlib, sqlite3, yaml\nfrom lib.t import VALUE\n"
        "here = pathlib.Path(__file__).parent\n"
        "json.loads((here / '_d.json').read_text())\n(here / '_made.txt').write_text('x')\n"
        "sqlite3.connect(here / '_d.db').close()\nsqlite3.connect(':memory:').close()\n"
        "os.close(os.open(here / 'lib/t.py', os.O_RDONLY))\nos.chdir('/')\n"
    )
    path = write(tmp_path, "s.py", head + GOOD)
    with PythonSpecs() as runner:
        found = load(str(path), python=runner)
        again = load(str(path), python=runner)
    assert (
        {*found.inputs}
        == {tmp_path / name for name in ("lib/t.py", "_d.json", "_d.db")}
        == {*again.inputs}
    )


@pytest.mark.parametrize("name", ["validate", "convert", "generate", "show", "verify"])
def test_python_specs_are_refused_by_the_configuration(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "s.py", f"open('ran', 'w')\n{GOOD}")
    write(tmp_path, "sesgen.toml", 'python = false\nspecs = ["*.py"]\nout = "out"\n')
    arguments = ["out", "--spec", "s.py"] if name == "verify" else ["s.py"]
    done = sesgen(name, *arguments)
    assert (done.code, "Python specs are refused" in done.out + done.err) == (2, True)
    assert not (tmp_path / "ran").exists()
    done = sesgen(name, *arguments, "--python")
    assert "sesgen.toml: `python` is false; --python runs Python specs all the same" in done.err
    assert (tmp_path / "ran").exists()


def test_the_configuration_says_how_long_a_spec_may_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "s.py", "while True: pass\n")
    write(tmp_path, "sesgen.toml", "python_timeout = 0.5\n")
    assert "ran for more than 0.5 seconds" in sesgen("validate", "s.py").out
    assert "more than 0.25 seconds" in sesgen("validate", "s.py", "--python-timeout", "0.25").out
    assert find_config().python_timeout == 0.5
    write(tmp_path, "good.py", GOOD)
    assert sesgen("validate", "good.py", "--python-timeout", "1e12").code == 0
    for wrong in ("python_timeout = 0", "python_timeout = true", "python = 1", "python = 'no'"):
        write(tmp_path, "sesgen.toml", wrong)
        done = sesgen("validate", "s.py")
        assert (done.code, "error[CONF001] `python" in done.err) == (2, True)


def test_nothing_is_left_running_when_sesgen_ends(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "s.py",
        "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(60)\n",
    )
    words = [sys.executable, "-m", "generator", "validate", str(path)]
    with subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE) as process:
        pid = tmp_path / "pid"
        until(lambda: pid.exists() and pid.read_text() != "")
        process.kill()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    until(lambda: not is_alive(int(pid.read_text())))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says whose children they were")
def test_what_a_spec_started_in_a_session_of_its_own_ends_with_it(tmp_path: Path) -> None:
    code = (
        "import subprocess\nstarted = subprocess.Popen(['sleep', '60'], start_new_session=True)\n"
        "with open('pid', 'w') as file: file.write(str(started.pid))\n"
    )
    assert process("validate", write(tmp_path, "s.py", code + GOOD), cwd=tmp_path).returncode == 0
    assert not is_alive(int((tmp_path / "pid").read_text()))


def until(is_so: object) -> None:
    deadline = time.monotonic() + 20
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]


def test_many_specs_are_run_from_one_process(tmp_path: Path) -> None:
    head = "import os\nopen(f'{__file__}.ppid', 'w').write(str(os.getppid()))\n"
    for number in range(5):
        write(tmp_path, f"s{number}.py", head + GOOD)
    assert sesgen("validate", tmp_path).code == 0
    assert len({path.read_text() for path in tmp_path.glob("*.ppid")}) == 1


@pytest.mark.parametrize("changed", ["lib/t.py", "_d.json"])
def test_what_a_spec_imports_and_opens_must_be_staged(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = (
        "import json, pathlib\nfrom lib.t import VALUE\n"
        "DATA = json.loads((pathlib.Path(__file__).parent / '_d.json').read_text())\n"
        "open('/etc/passwd').close()\n"
    )
    text = GOOD.replace('"NAME"', "VALUE + DATA")
    write(tmp_path, "specs/lib/t.py", "VALUE = 'a'\n")
    write(tmp_path, "specs/_d.json", '"b"')
    write(tmp_path, "specs/_other.py", "VALUE = 'c'\n")
    write(tmp_path, "specs/p.py", head + text)
    write(tmp_path, "sesgen.toml", 'specs = ["specs/p.py"]\nout = "out"\n')
    repo = new_repo(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert sesgen("generate").code == 0
    repo.git("add", "-A")
    repo.git("commit", "-qm", "one")
    (tmp_path / "specs/_other.py").write_text("VALUE = 'd'\n")
    assert sesgen("generate", "--staged").code == 0
    path = tmp_path / "specs" / changed
    path.write_text(path.read_text().replace("a", "x").replace("b", "x"))
    assert sesgen("generate", "--staged").code == 1
    repo.git("add", "out")
    done = sesgen("generate", "--staged")
    assert (done.code, f"specs/{changed} (differs from what is staged)" in done.err) == (1, True)
    repo.git("add", f"specs/{changed}")
    assert sesgen("generate", "--staged").code == 0


PLACES = """\
import helper
from generator import ConfigurationSet, EventDestination, Spec

TOPIC = "arn:aws:sqs:eu-west-1:123456789012:t"


def made(ü, types):
    return EventDestination(enabled=True, matching_types=types, sns=TOPIC)


spec = Spec(
    configuration_sets={
        "mail": ConfigurationSet(
            tls_policy="Sometimes",
            event_destinations={
                "by_a_function": made("ü", ["bounce", "complaint"]),
                "here": EventDestination(
                    enabled=True, matching_types=["bounce",
                        "opened"], sns="${var.ü}", raw_hcl="x = 1"),
                "as_a_mapping": {"matching_types": ["clicked"], "sns": "${var.t}"},
                "by_a_module": helper.made(),
                **{f"in_a_loop_{n}": EventDestination(sns="${var.t}") for n in "ab"},
            },
        )
    },
    variables={"t": {}, "ü": {}},
)
"""
HELPER = """\
from generator import EventDestination


def made():
    return EventDestination(enabled=True, matching_types=["send"])
"""


def test_a_finding_is_at_the_argument_or_at_the_call(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(HELPER)
    (tmp_path / "s.py").write_text(PLACES)
    done = sesgen("validate", tmp_path / "s.py", "--output-format", "json", "--ignore", "SES101")
    lines = PLACES.splitlines()
    found = {}
    for one in json.loads(done.out)["diagnostics"]:
        line, last = lines[one["line"] - 1], one["end_line"] == one["line"]
        text = line[one["column"] - 1 : one["end_column"] - 1 if last else None]
        found[one["path"][-1], one["code"]] = text
        assert last or one["end_line"] > one["line"]
    loop = 'EventDestination(sns="${var.t}")'
    helper = "helper.made()"
    assert found == {
        ("tls_policy", "SES094"): '"Sometimes"',
        ("topic_arn", "SES060"): "TOPIC",
        (1, "SES009"): '"opened"',
        ("x", "TF012"): '"x = 1"',
        (0, "SES009"): '"clicked"',
        ("as_a_mapping", "SES012"): '{"matching_types": ["clicked"], "sns": "${var.t}"}',
        ("by_a_module", "SES005"): helper,
        ("in_a_loop_a", "SES012"): loop,
        ("in_a_loop_b", "SES012"): loop,
        ("in_a_loop_a", "SES008"): loop,
        ("in_a_loop_b", "SES008"): loop,
    }
    text = sesgen("validate", tmp_path / "s.py").out
    for name in "ab":
        assert f"    at configuration_sets.mail.event_destinations.in_a_loop_{name}\n" in text


def test_one_mistake_that_a_loop_repeats_is_one_finding(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "s.py",
        "from generator import ConfigurationSet, EventDestination, Spec\n"
        'spec = Spec(configuration_sets={f"m{n}": ConfigurationSet(event_destinations={"a": EventDestination(\n'
        '    enabled=True, matching_types=["bounce", "complaint", "sent"], sns="${var.t}")}) for n in range(6)},\n'
        '    variables={"t": {}})\n',
    )
    done = sesgen("validate", path)
    assert done.out.startswith(f"{path}:3:58: error[SES009] 'sent' is not an event type of SES\n")
    assert done.out.count("SES009]") == 1
    assert "at configuration_sets.m0.event_destinations.a.matching_types[2]\n" in done.out
    assert "the same for configuration_sets.m1.event_destinations.a\n" in done.out
    assert "the same for configuration_sets.m3.event_destinations.a, and in 2 more\n" in done.out


def test_a_comment_accepts_a_finding_at_its_line(tmp_path: Path) -> None:
    lines = PLACES.splitlines()
    at = next(number for number, line in enumerate(lines) if '"opened"' in line)
    lines[at] += "  # sesgen: ignore[SES009] so it was"
    above = next(number for number, line in enumerate(lines) if "Sometimes" in line)
    lines.insert(above, "            # sesgen: ignore[SES094, SES001] and so was this")
    (tmp_path / "helper.py").write_text(HELPER)
    path = write(tmp_path, "s.py", "\n".join(lines) + "\n")
    done = sesgen("validate", path, "--output-format", "concise")
    assert "opened" not in done.out
    assert "SES094]" not in done.out
    assert "'clicked' is not an event type" in done.out
    told = f"{path}:{above + 1}:13: SUP001 the suppression of SES001 suppresses nothing"
    assert told in done.out
