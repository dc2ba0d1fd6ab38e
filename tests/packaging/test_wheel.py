"""Wheel and sdist hold what they must and nothing else; the wheel works from any folder."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def build(kind: str, source: Path, folder: Path) -> Path:
    """Let the build backend make a wheel or an sdist."""
    script = f"from hatchling.build import build_{kind}; print(build_{kind}({str(folder)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=source, check=True, capture_output=True, text=True
    )
    return folder / done.stdout.splitlines()[-1]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the checkout."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist of the checkout, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build("sdist", ROOT, folder)) as archive:
        # What the documentation of tarfile advises: Python 3.11 has the filter from 3.11.4 on.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        archive.extractall(folder)
    (path,) = (item for item in folder.iterdir() if item.is_dir())
    return path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_the_package_and_every_template(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "generator").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    folder = ROOT / "templates"
    templates = {
        f"generator/templates/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert names == package | templates
    assert "generator/py.typed" in names


def test_the_metadata_of_the_wheel_say_how_to_run_it(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    texts = {
        name.partition(".dist-info/")[2]: archive.read(name).decode()
        for name in archive.namelist()
        if ".dist-info/" in name
    }
    assert set(texts) == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    assert texts["entry_points.txt"] == "[console_scripts]\nsesgen = generator.__main__:main\n"
    assert "Tag: py3-none-any" in texts["WHEEL"]
    assert "Requires-Dist: typer" in texts["METADATA"]
    assert "pytest" not in texts["METADATA"].partition("\n\n")[0]


def test_the_sdist_holds_what_git_knows(sdist: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is not a checkout")
    known = {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}
    assert files(sdist) == (known - {".gitattributes"}) | {"PKG-INFO"}


def test_the_sdist_makes_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    again = zipfile.ZipFile(build("wheel", sdist, tmp_path))
    first = zipfile.ZipFile(wheel)
    assert again.namelist() == first.namelist()
    for name in first.namelist():
        assert again.read(name) == first.read(name)


def test_the_wheel_generates_the_same_from_another_folder(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    python = tmp_path / "venv/bin/python"
    site = next((tmp_path / "venv/lib").glob("python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    # The dependencies of the test environment; the package itself comes from the wheel alone.
    ours = next(path for path in map(Path, sys.path) if (path / "pydantic").is_dir())
    (site / "dependencies.pth").write_text(f"{ours}\n")
    arguments = ["generate", str(ROOT / "specs"), "--out", str(ROOT / "out"), "--check"]
    command = [str(python), "-m", "generator", *arguments]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    topic = "resources/aws_sns_topic.tf.j2"
    own = tmp_path / "templates"
    copy = [str(python), "-m", "generator", "templates", "--copy", str(own), topic]
    done = subprocess.run(copy, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [*command[:-1], "--diff", "--templates", str(own)],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    where = [str(python), "-c", "import generator; print(generator.__file__)"]
    shown = subprocess.run(where, cwd="/", capture_output=True, text=True, check=True).stdout
    assert shown.startswith(str(site))
