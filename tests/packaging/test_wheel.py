"""The wheel holds the templates, and works where it is installed, from any folder."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the build backend itself."""
    folder = tmp_path_factory.mktemp("wheel")
    script = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_package_and_every_template(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "generator").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    templates = {f"generator/templates/{path.name}" for path in (ROOT / "templates").iterdir()}
    assert names == package | templates
    assert "generator/py.typed" in names


def test_the_wheel_generates_the_same_from_another_folder(wheel: Path, tmp_path: Path) -> None:
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
    where = [str(python), "-c", "import generator; print(generator.__file__)"]
    shown = subprocess.run(where, cwd="/", capture_output=True, text=True, check=True).stdout
    assert shown.startswith(str(site))
