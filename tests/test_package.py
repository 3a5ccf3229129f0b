"""The wheel carries everything: installed alone into a folder, far from the checkout, it makes a repository and its site."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from crmsite import __version__

ROOT = Path(__file__).parent.parent
SHIPPED = {"themes/default": "crmsite/themes/default", "docs/rules": "crmsite/docs/rules", "docs/scores": "crmsite/docs/scores"}

pytestmark = pytest.mark.xdist_group("package")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout without a network."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel alone is installed in; the libraries are those of this environment."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile", "--target", str(folder), str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    return folder


def run(installed: Path, cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program in a folder, with nothing of the surroundings but the path."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "LANG": "C.UTF-8", "HOME": str(cwd)}
    return subprocess.run([sys.executable, "-m", "crmsite", *args], cwd=cwd, env=env, capture_output=True, text=True, check=False)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("source", SHIPPED)
def test_the_theme_and_the_manual_are_in_the_wheel(wheel: Path, source: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        prefix = SHIPPED[source] + "/"
        packed = {name.removeprefix(prefix): archive.read(name) for name in archive.namelist() if name.startswith(prefix)}
    compiled = {name for name in files(ROOT / source) if "__pycache__/" in name}
    assert packed == {name: data for name, data in files(ROOT / source).items() if name not in compiled}
    assert packed


def test_every_module_and_policy_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = {f"crmsite/{name}" for name in files(ROOT / "crmsite") if "__pycache__" not in name}
    assert package - names == set()
    strangers = {name for name in names - package if not name.startswith(tuple(SHIPPED.values())) and ".dist-info/" not in name}
    assert strangers == set()
    assert "crmsite/py.typed" in names
    assert any(name.startswith("crmsite/defaults/policy/") for name in names)


def test_wheel_and_source_archive_carry_the_licence_that_they_name(wheel: Path, tmp_path: Path) -> None:
    licence = (ROOT / "LICENSE").read_bytes()
    assert b"MIT License" in licence
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/licenses/LICENSE"))
        assert archive.read(name) == licence
        (about,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(archive.read(about).partition(b"\n\n")[0])
    assert (metadata["License-Expression"], metadata["License-File"]) == ("MIT", "LICENSE")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    (source,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(source) as sources:
        packed = sources.extractfile(f"crmsite-{__version__}/LICENSE")
        assert packed is not None
        assert packed.read() == licence


def test_the_wheel_says_who_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        head, _, description = archive.read(name).partition(b"\n\n")
    metadata = message_from_bytes(head)
    assert metadata["Name"] == "crmsite"
    assert metadata["Version"] == __version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert description.decode("utf-8").strip() == (ROOT / "README.md").read_text("utf-8").strip()


def test_the_installed_program_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)}
    script = "import crmsite, crmsite.rendering.theme; print(crmsite.__file__); print(crmsite.rendering.theme.packaged_theme())"
    out = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=True).stdout
    assert [Path(line).is_relative_to(installed) for line in out.splitlines()] == [True, True]
    assert run(installed, tmp_path, "--version").stdout == f"crmsite {__version__}\n"


def test_the_installed_program_makes_a_repository_checks_it_and_builds_its_site(installed: Path, tmp_path: Path) -> None:
    made = run(installed, tmp_path, "--lang", "zh", "init", "customers")
    assert made.returncode == 0, made.stderr
    folder = tmp_path / "customers"
    assert (folder / "records" / "site.yaml").is_file()
    checked = run(installed, folder, "check", "-j", "1")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    built = run(installed, folder, "build", "-j", "1")
    assert built.returncode == 0, built.stdout + built.stderr
    for page in ("index.html", "methods.html", "en/index.html", "assets/site.css"):
        assert (folder / "site" / page).stat().st_size > 0
    profiles = {path.stem for path in (folder / "site" / "c").glob("*.html")}
    assert profiles == {path.name for path in (folder / "records" / "customers").iterdir()}


@pytest.mark.parametrize("topic", ["unknown-key", "tier", "no-orders"])
def test_the_installed_program_explains_itself_in_both_languages(installed: Path, tmp_path: Path, topic: str) -> None:
    said = [run(installed, tmp_path, "--lang", lang, "explain", topic) for lang in ("zh", "en")]
    assert [one.returncode for one in said] == [0, 0], said[0].stderr
    assert len({one.stdout for one in said}) == 2
    assert all(len(one.stdout) > 100 for one in said)
