"""Compiled templates are kept beside the packaged ones; nothing else is, and nothing that is kept is trusted unseen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import DictLoader, Environment

from crmsite.rendering.compiled import CompiledTemplates

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<p>{{ name }}</p>"


class _Counting(Environment):
    """Jinja that counts how often it compiles."""

    compiled = 0

    def _compile(self, source: str, filename: str) -> Any:
        self.compiled += 1
        return super()._compile(source, filename)


def environment(
    folder: Path, source: str = PAGE, *, lang: str = "en", compiler: bytes = b"1", own: str = "", names: str = "name"
) -> _Counting:
    """Return an environment whose compiled templates lie below ``folder``."""
    kept = CompiledTemplates(str(folder), lang, compiler, lambda: [names], lambda name: name != own)
    return _Counting(loader=DictLoader({"page.html": source}), bytecode_cache=kept)


@pytest.fixture(autouse=True)
def _keeping_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def drawn(templates: _Counting) -> tuple[str, int]:
    """Draw the page; return it and how often something was compiled for it."""
    return templates.get_template("page.html").render(name="C001"), templates.compiled


def test_what_was_compiled_once_is_not_compiled_again(tmp_path: Path) -> None:
    assert drawn(environment(tmp_path)) == ("<p>C001</p>", 1)
    assert drawn(environment(tmp_path)) == ("<p>C001</p>", 0)
    assert [path.parent.name for path in tmp_path.rglob("page.html.en.*.pyc")] == ["__pycache__"]


@pytest.mark.parametrize(
    "changed",
    [{"source": "<b>{{ name }}</b>"}, {"lang": "zh-CN"}, {"compiler": b"2"}, {"names": "name, other"}],
    ids=["source", "language", "compiler", "names beside it"],
)
def test_whatever_the_code_depends_on_compiles_it_anew(tmp_path: Path, changed: dict[str, Any]) -> None:
    drawn(environment(tmp_path))
    assert drawn(environment(tmp_path, **changed))[1] == 1


def test_a_company_s_own_template_is_compiled_each_time(tmp_path: Path) -> None:
    drawn(environment(tmp_path, own="page.html"))
    assert drawn(environment(tmp_path, own="page.html")) == ("<p>C001</p>", 1)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("damage", [lambda data: data[:40], lambda data: data[:-1] + b"x", lambda _: b""], ids=["cut", "changed", "empty"])
def test_a_damaged_file_is_compiled_anew_and_mended(tmp_path: Path, damage: Any) -> None:
    drawn(environment(tmp_path))
    (kept,) = tmp_path.rglob("*.pyc")
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    assert drawn(environment(tmp_path)) == ("<p>C001</p>", 1)
    assert kept.read_bytes() == whole


def test_a_folder_that_refuses_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("no folder")
    assert drawn(environment(tmp_path)) == ("<p>C001</p>", 1)
    assert drawn(environment(tmp_path)) == ("<p>C001</p>", 1)


def test_where_python_keeps_no_bytecode_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    drawn(environment(tmp_path))
    assert list(tmp_path.rglob("*")) == []
