"""Themes: the packaged one, and a company's own over it. A theme is data: it runs nothing."""

from __future__ import annotations

import pickle
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from jinja2 import UndefinedError

from crmsite.grammar.fields import Localised
from crmsite.language import Language
from crmsite.rendering.render import Renderer
from crmsite.rendering.theme import ThemeError, load_theme, packaged_theme
from crmsite.views.frame import Head, SiteFrame

DEFAULT = load_theme("default", None)
CSS = DEFAULT.assets["site.css"].decode()


class Page(NamedTuple):
    """The least that a view can be."""

    head: Head


def company(folder: Path, settings: str = "extends: default\n", **templates: str) -> Path:
    """Write a company's theme named ``own``."""
    theme = folder / "themes" / "own"
    (theme / "templates").mkdir(parents=True)
    (theme / "assets").mkdir()
    (theme / "theme.yaml").write_text(settings, "utf-8")
    for name, text in templates.items():
        (theme / "templates" / f"{name}.html").write_text(text, "utf-8")
    return theme


def page(folder: Path, template: str = "base.html") -> str:
    frame = SiteFrame(Localised("客户档案", None), None, date(2026, 11, 18), ("zh-CN",))
    renderer = Renderer(load_theme("own", folder), Language("zh-CN", "zh-CN", {}, {}), frame)
    return renderer.render(template, Page(Head("overview", "页")), "index.html").decode()


class TestDefault:
    def test_all_style_sheets_become_one(self) -> None:
        sheets = [path.name for path in (packaged_theme() / "assets").glob("*.css")]
        assert [name for name in sheets if name in DEFAULT.assets] == []
        assert "--bg:#ffffff" in CSS
        assert "@page" in CSS

    def test_dark_never_reaches_paper(self) -> None:
        dark = re.findall(r"@media ([^{]+)\{[^@]*?color-scheme:dark", CSS)
        assert dark == ["screen and (prefers-color-scheme:dark)", "screen"]
        assert [query for query in re.findall(r"@media ([^{]*max-width[^{]*)\{", CSS) if not query.startswith("screen")] == []

    def test_widths_are_classes(self) -> None:
        assert ".w-0{width:0%}" in CSS
        assert ".w-100{width:100%}" in CSS

    def test_nothing_is_fetched_from_elsewhere(self) -> None:
        assert re.findall(r"url\((?!\"data:)|@import|https?://(?!www\.w3\.org)", CSS) == []

    @pytest.mark.parametrize("background", ["bg", "sunk", "hover"])
    @pytest.mark.parametrize("mode", ["light", "dark"])
    def test_text_has_contrast_on_every_ground(self, mode: str, background: str) -> None:
        tokens = colours(mode)
        for ink in ("ink", "ink-2", "ink-3", "link", "bad", "warn", "good"):
            assert contrast(tokens[ink], tokens[background]) >= 4.5, (mode, ink, background)
        for tier in "SABC":
            assert contrast(tokens[f"t{tier}-t"], tokens[f"t{tier}"]) >= 4.5
        assert contrast(tokens["ctl"], tokens["bg"]) >= 3

    def test_every_template_is_a_page_or_a_part(self) -> None:
        names = {name for name in DEFAULT.templates if "/" not in name}
        assert names >= {"base.html", "parts.html", "profile.html", "methods.html", "glossary.html", "quality.html", "about.html"}

    def test_no_template_marks_a_value_as_safe(self) -> None:
        assert [name for name, text in DEFAULT.templates.items() if re.search(r"\|\s*safe|autoescape|style=|<style|\son\w+=\"", text)] == []


class TestCompany:
    def test_a_template_extends_the_default(self, tmp_path: Path) -> None:
        company(tmp_path, base='{% extends "default/base.html" %}{% block content %}<p>我们的页</p>{% endblock %}')
        html = page(tmp_path)
        assert "<p>我们的页</p>" in html
        assert 'class="rail"' in html

    def test_tokens_title_and_extra_styles_come_last(self, tmp_path: Path) -> None:
        theme = company(tmp_path, "title: 我们的客户\ntokens:\n  light: {link: '#004488'}\n  dark: {link: '#88aaff'}\n")
        (theme / "assets" / "extra.css").write_text(".mine{}", "utf-8")
        css = load_theme("own", tmp_path).assets["site.css"].decode()
        assert css.index("--link:#004488") > css.index("--link:#1b57a6")
        assert css.endswith(".mine{}")
        assert "· 我们的客户</title>" in page(tmp_path)

    def test_every_byte_counts_in_the_digest(self, tmp_path: Path) -> None:
        theme = company(tmp_path)
        before = load_theme("own", tmp_path).digest
        (theme / "assets" / "logo.svg").write_text("<svg/>", "utf-8")
        assert load_theme("own", tmp_path).digest != before

    @pytest.mark.parametrize(
        ("settings", "told"),
        [
            ("extends: fancy\n", "theme.yaml:1: extends: fancy"),
            ("title: x\ncolour: red\n", "theme.yaml:2: unknown-key: colour"),
            ("title: {zh: 客户}\n", "theme.yaml:1: not-text: title"),
            ("tokens: {light: {link: 'url(x)'}}\n", "theme.yaml:1: colour: link"),
            ("tokens:\n  light:\n    link: '#ffffff'\n    'bg:red;--x': '#ffffff'\n", "theme.yaml:4: colour: bg:red;--x"),
            ("tokens:\n  light:\n    link: '#99ccff'\n", "theme.yaml:3: contrast: link / bg 1.69:1"),
            ("tokens:\n  dark: {ink-3: '#333'}\n", "theme.yaml:2: contrast: ink-3 / bg 1.4"),
            ("tokens:\n  light: {bg: '#777777'}\n", "theme.yaml:2: contrast: bg / ink "),
            ("tokens:\n  light: {ctl: '#cccccc'}\n", "theme.yaml:2: contrast-marks: ctl / bg 1.61:1"),
            ("tokens: [a]\n", "theme.yaml:1: tokens"),
            ("tokens:\n  light: red\n", "theme.yaml:2: tokens"),
            ("tokens:\n  ligth: {link: '#ffffff'}\n", "theme.yaml:2: unknown-key: ligth"),
            ("logo: ../secret.svg\n", "theme.yaml:1: logo: ../secret.svg"),
            ("logo: logo.svg\n", "theme.yaml:1: logo-missing: logo.svg"),
            ("a: b: c\n", "theme.yaml:1: yaml"),
            ("- list\n", "theme.yaml:1: not-a-mapping"),
        ],
    )
    def test_a_theme_that_cannot_be_used_says_where_and_why(self, tmp_path: Path, settings: str, told: str) -> None:
        company(tmp_path, settings)
        with pytest.raises(ThemeError, match=re.escape(told)):
            load_theme("own", tmp_path)

    @pytest.mark.parametrize(
        "tokens",
        ["light: {link: '#000', bad: '#900000', d1: '#eeeeee', line: '#fefefe'}", "dark: {link: '#fff'}", "light: {bg: '#fdfdfd', tS: '#000000'}"],
    )
    def test_colours_that_can_be_read_and_lines_that_need_not_be_are_taken(self, tmp_path: Path, tokens: str) -> None:
        company(tmp_path, f"tokens:\n  {tokens}\n")
        assert load_theme("own", tmp_path).settings != load_theme("default", None).settings

    def test_a_theme_that_is_not_there_is_named_with_those_that_are(self, tmp_path: Path) -> None:
        company(tmp_path)
        with pytest.raises(ThemeError) as refused:
            load_theme("none", tmp_path, ("records/site.yaml", 7))
        assert (refused.value.where, refused.value.found, refused.value.known) == ("records/site.yaml:7", "none", "default, own")

    def test_settings_may_be_empty(self, tmp_path: Path) -> None:
        company(tmp_path, "# nothing but templates\n")
        assert load_theme("own", tmp_path).settings == load_theme("default", None).settings

    def test_a_template_in_another_encoding_is_told_by_its_line(self, tmp_path: Path) -> None:
        theme = company(tmp_path)
        (theme / "templates" / "base.html").write_bytes("<p>\n客户".encode("gbk"))
        with pytest.raises(ThemeError, match=re.escape("themes/own/templates/base.html:2: encoding")):
            load_theme("own", tmp_path)

    @pytest.mark.parametrize(
        ("template", "told"),
        [
            ("<p>\n{% if %}", ":2: syntax"),
            ("<p>\n{{ nobody }}", ":2: undefined: nobody"),
            ("<p>\n{{ v.haed }}", ":2: undefined: haed"),
            ("<p>\n{% include 'bsae.html' %}", ":2: template-missing: bsae.html"),
            ("<p>\n{{ v.head + 1 }}", ":2: template: TypeError"),
            ("<p>\n[[frame.skpi]]", ":2: message: frame.skpi"),
            ("<p>\n{{ [v]|join(attribute='__class__') }}", ":2: forbidden: attribute='__class__'"),
            ("<p>\n{{ say(*v) }}", ":2: syntax"),
        ],
    )
    def test_a_template_that_cannot_be_drawn_is_told_by_its_line(self, tmp_path: Path, template: str, told: str) -> None:
        company(tmp_path, sly=template)
        with pytest.raises(ThemeError, match=re.escape(f"themes/own/templates/sly.html{told}")):
            page(tmp_path, "sly.html")

    def test_what_was_perhaps_meant_is_said(self, tmp_path: Path) -> None:
        company(tmp_path, sly="{{ v.haed }}")
        with pytest.raises(ThemeError) as refused:
            page(tmp_path, "sly.html")
        assert refused.value.known == "head"

    def test_a_fault_of_a_packaged_template_is_not_the_company_s(self, tmp_path: Path) -> None:
        company(tmp_path)
        theme = load_theme("own", tmp_path)
        broken = theme._replace(templates={**theme.templates, "t.html": "{{ nobody }}"})
        frame = SiteFrame(Localised("客户档案", None), None, date(2026, 11, 18), ("zh-CN",))
        with pytest.raises(UndefinedError):
            Renderer(broken, Language("zh-CN", "zh-CN", {}, {}), frame).render("t.html", Page(Head("overview", "页")), "index.html")

    def test_it_is_told_alike_by_another_process(self) -> None:
        error = ThemeError("colour", "themes/own/theme.yaml", 3, "link")
        again = pickle.loads(pickle.dumps(error))
        assert (again.reason, again.where, again.found) == ("colour", "themes/own/theme.yaml:3", "link")

    @pytest.mark.parametrize(
        "template",
        [
            "{{ v.__class__ }}",
            "{{ say.__globals__ }}",
            "{{ ''.format }}",
            "{{ (v.head|first).mro }}",
            "{{ v.head.gi_frame }}",
        ],
    )
    def test_a_theme_cannot_reach_into_the_program(self, tmp_path: Path, template: str) -> None:
        company(tmp_path, sly=template)
        with pytest.raises(ThemeError, match="forbidden"):
            page(tmp_path, "sly.html")

    def test_an_item_is_never_an_attribute(self, tmp_path: Path) -> None:
        company(tmp_path, sly="{{ v['__class__'] }}")
        with pytest.raises(ThemeError, match="TypeError"):
            page(tmp_path, "sly.html")

    def test_attributes_cannot_be_asked_for_by_filter(self, tmp_path: Path) -> None:
        company(tmp_path, sly="{{ v|attr('__class__') }}")
        with pytest.raises(ThemeError, match="No filter named 'attr'"):
            page(tmp_path, "sly.html")


def colours(mode: str) -> dict[str, str]:
    light = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", (packaged_theme() / "assets" / "tokens.css").read_text("utf-8")))
    dark = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", (packaged_theme() / "assets" / "dark.css").read_text("utf-8")))
    assert light.keys() == dark.keys()
    return dark if mode == "dark" else light


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
