"""A wrong theme is its author's to mend: told by place, with what to write instead, and never called a fault of ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commanding import Run
from repositories import SITE, Repository, customer

from crmsite.commands.wording.theme import PHRASES
from crmsite.rendering import template_faults, templates, theme

REASON = re.compile(r"ThemeError\(\s*\"([a-z-]+)\"")


@pytest.fixture
def company(tmp_path: Path) -> Run:
    """A company with a theme of its own."""
    repository = Repository(tmp_path, SITE, customer(1), customer(2))
    repository.edit("site.yaml", "languages:", "theme: acme\nlanguages:")
    (tmp_path / "themes" / "acme" / "templates").mkdir(parents=True)
    (tmp_path / "themes" / "acme" / "theme.yaml").write_text("extends: default\n", "utf-8")
    return Run(repository)


def write(company: Run, name: str, text: str) -> None:
    (company.repository.root / "themes" / "acme" / name).write_text(text, "utf-8")


def test_every_reason_has_its_words() -> None:
    told = {reason for module in (theme, templates, template_faults) for reason in REASON.findall(Path(module.__file__).read_text("utf-8"))}
    assert {f"theme.{reason}" for reason in told} == set(PHRASES) - {"theme.known"}


@pytest.mark.parametrize(("lang", "told"), [("en", "it could be: default, acme"), ("zh", "可以写：default, acme")])
def test_a_theme_that_is_not_there(company: Run, lang: str, told: str) -> None:
    company.repository.edit("site.yaml", "theme: acme", "theme: acne")
    said = company("build", lang=lang)
    assert said.code == 2
    assert re.search(r"records/site\.yaml:\d+", said.err)
    assert "acne" in said.err
    assert told in said.err
    assert not company.repository.site.exists()


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("theme.yaml", "extends: default\ntitle: 'x\n", "themes/acme/theme.yaml:2"),
        ("theme.yaml", "tokens: {light: {link: red}}\n", "themes/acme/theme.yaml:1"),
        ("theme.yaml", "tokens:\n  light: {link: '#ff66cc'}\n", "themes/acme/theme.yaml:2"),
        ("templates/profile.html", "<p>\n{% if %}\n", "themes/acme/templates/profile.html:2"),
        ("templates/profile.html", "<p>\n\n{{ nobody }}\n", "themes/acme/templates/profile.html:3"),
        ("templates/needs.html", "<p>\n{{ v.nothing }}\n", "themes/acme/templates/needs.html:2"),
    ],
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_broken_file_of_a_theme(company: Run, name: str, text: str, place: str, jobs: str) -> None:
    write(company, name, text)
    for lang in ("zh", "en"):
        said = company("build", "--jobs", jobs, lang=lang)
        assert said.code == 2
        assert place in said.err
        assert "Error" not in said.err.replace("Error: ", "", 1)  # click says `Error:` first


def test_once_mended_the_site_is_built(company: Run) -> None:
    write(company, "templates/needs.html", "{{ v.nothing }}")
    assert company("build").code == 2
    write(company, "templates/needs.html", '{% extends "default/needs.html" %}')
    assert company("build").code == 0
    assert (company.repository.site / "needs.html").exists()


def test_check_tells_a_theme_that_is_not_there_every_time(company: Run) -> None:
    company.repository.edit("site.yaml", "theme: acme", "theme: acne")
    for _ in range(2):
        said = company("check")
        assert said.code == 1
        assert "error[wrong-theme]" in said.out
        assert re.search(r"--> records/site\.yaml:\d+", said.out)
        assert re.search(r"there is no theme `acne`.*it could be: default, acme$", said.out, re.MULTILINE)


def test_check_tells_a_theme_that_broke_or_was_mended_while_no_record_changed(company: Run) -> None:
    assert company("check").code == 0
    write(company, "theme.yaml", "extends: default\ntitle: 'x\n")
    broken = company("check", lang="zh")
    assert (broken.code, "themes/acme/theme.yaml:2" in broken.out) == (1, True)
    assert company("check", "--exit-zero").code == 0
    write(company, "theme.yaml", "extends: default\n")
    assert company("check").code == 0


def test_check_says_nothing_of_the_packaged_theme(company: Run) -> None:
    company.repository.edit("site.yaml", "theme: acme", "theme: default")
    said = company("check")
    assert (said.code, "theme" in said.err) == (0, False)


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "github", "junit", "concise"])
def test_every_format_tells_a_wrong_theme_with_its_place(company: Run, form: str) -> None:
    write(company, "theme.yaml", "extends: default\ntitle: 'x\n")
    said = company("check", "--format", form)
    assert said.code == 1
    assert "wrong-theme" in said.out
    assert "themes/acme/theme.yaml" in said.out
    assert "records/" not in said.out.partition("themes/acme/theme.yaml")[0][-12:]


@pytest.mark.parametrize(
    ("text", "line"), [("<p>\n{% if %}\n", 2), ("<p>\n\n[[no.such.words]]\n", 3), ("{{ v.__class__ }}", 1), ("{{ v.name }}", 0)]
)
def test_check_reads_the_companys_templates_each_time(company: Run, text: str, line: int) -> None:
    write(company, "templates/profile.html", text)
    for _ in range(2):
        said = company("check")
        assert said.code == (1 if line else 0), said.out
        assert (f"themes/acme/templates/profile.html:{line}" in said.out) == bool(line)
