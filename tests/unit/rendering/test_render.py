"""A page is a pure function of theme, language and view: escaped, linked by relative paths, free of anything inline."""

from __future__ import annotations

import re
import sys
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from crmsite.figures.facts import Money, Say
from crmsite.grammar.fields import Citation, Localised
from crmsite.language import Language
from crmsite.rendering.render import Renderer
from crmsite.rendering.templates import Templates
from crmsite.rendering.theme import Theme, ThemeError, load_theme
from crmsite.views.frame import Crumb, Head, SiteFrame, page_css, state_css, state_js

FRAME = SiteFrame(Localised("客户档案", "Customer files"), None, date(2026, 11, 18), ("zh-CN", "en"), "https://github.com/acme/crm.git")
DEFAULT = load_theme("default", None)


class Page(NamedTuple):
    """The least that a view can be."""

    head: Head
    value: object = None


def renderer(lang: str = "zh-CN", frame: SiteFrame = FRAME, theme: Theme = DEFAULT) -> Renderer:
    return Renderer(theme, Language("en" if lang == "en" else "zh-CN", "zh-CN", {}, {}), frame)


def drawn(template: str, value: object = None, lang: str = "zh-CN", frame: SiteFrame = FRAME) -> str:
    """Draw a template that is only a few words."""
    theme = DEFAULT._replace(templates={**DEFAULT.templates, "t.html": template})
    return renderer(lang, frame, theme).render("t.html", Page(Head("overview", "页"), value), "index.html").decode()


class TestFrame:
    """Every page stands in the same frame, in its own language, and finds the others from wherever the site lies."""

    page = renderer().render("base.html", Page(Head("customers", "一号客户", (Crumb("客户", "customers.html"), Crumb("C1")))), "c/C1.html").decode()
    english = renderer("en").render("base.html", Page(Head("customers", "一号客户")), "c/C1.html").decode()

    def test_it_says_its_language_title_and_date(self) -> None:
        assert '<html lang="zh-CN">' in self.page
        assert "<title>一号客户 · 客户档案</title>" in self.page
        assert '数据截至 <span class="nw">2026-11-18</span>' in self.page
        assert '<html lang="en">' in self.english
        assert 'Data as of <span class="nw">2026-11-18</span>' in self.english

    def test_every_address_is_relative(self) -> None:
        links = re.findall(r'(?:href|src)="([^"]+)"', self.page + self.english)
        assert [link for link in links if link.startswith(("/", "http"))] == []
        assert '<link rel="stylesheet" href="../assets/site.css">' in self.page
        assert '<link rel="stylesheet" href="../../assets/site.css">' in self.english

    def test_it_links_to_itself_in_the_other_language(self) -> None:
        assert '<a href="../en/c/C1.html" lang="en" hreflang="en">English</a>' in self.page
        assert '<a href="../../c/C1.html" lang="zh-CN" hreflang="zh-CN">中文</a>' in self.english

    def test_its_head_names_no_page_by_half_an_address(self) -> None:
        """Search engines refuse an alternate whose address is not whole, and a site does not know where it will lie."""
        assert 'rel="alternate"' not in self.page + self.english

    def test_the_rail_marks_where_the_reader_is(self) -> None:
        assert '<a href="../customers.html" aria-current="page">' in self.page
        assert self.page.count('aria-current="page"') == 2  # the rail and the last crumb

    def test_nothing_is_inline_and_nothing_comes_from_elsewhere(self) -> None:
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", self.page) == []
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', self.page)
        assert policy is not None
        assert policy[1].split("; ") == [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
            "base-uri 'none'", "form-action 'none'",
        ]

    def test_commit_and_counts_are_in_no_page(self) -> None:
        assert 'data-state="commit"></span>' in self.page
        assert re.findall(r'data-count="\w+"[^>]*>([^<]*)<', self.page) == ["", "", "", ""]

    def test_one_main_heading(self) -> None:
        assert self.page.count("<h1") == 1


class TestTemplates:
    """What a template can do, and what it cannot."""

    def test_wording_is_in_place_before_anything_is_drawn(self) -> None:
        assert drawn("[[nav.customers]]") == "客户"
        assert drawn('<a title="[[profile.trust_none]]">'.replace("profile.trust_none", "frame.skip"), lang="en") == '<a title="Skip to content">'

    def test_unknown_wording_is_a_fault_of_the_theme(self) -> None:
        with pytest.raises(ThemeError, match=r"no\.such\.message"):
            drawn("[[no.such.message]]")

    def test_whatever_a_record_says_is_text(self) -> None:
        nasty = "<script>alert('1')</script>\"&"
        assert "<" not in drawn("{{ v.value }}{{ say(v.value) }}{{ words(v.value) }}", nasty)
        assert "<" not in drawn("{{ t('profile.owner', name=v.value) }}", nasty, "en")
        assert drawn("{{ text(v.value) }}", Localised(nasty, None)) == "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&#34;&amp;"

    def test_what_a_function_escaped_is_not_escaped_again_wherever_it_stands(self) -> None:
        for template in ("{{ say(v.value) }}", "{% set x = say(v.value) %}{{ x }}", "{{ say(v.value) if v.value else '' }}", "{{ (say(v.value),)|join }}"):
            assert drawn(template, "a & b") == "a &amp; b"
        assert drawn("{% for say in ('<', '&') %}{{ say }}{% endfor %}") == "&lt;&amp;"
        assert drawn("{% macro say(x) %}<i>{{ x }}</i>{% endmacro %}{{ say('<') }}") == "<i>&lt;</i>"

    def test_a_macro_takes_arguments_by_place_by_name_and_by_default(self) -> None:
        macro = "{% macro m(a, b='x') %}<i>{{ a }}{{ b }}</i>{% endmacro %}"
        assert drawn(macro + "{{ m('<', 2) }}{{ m('<') }}{{ m(1, b=3) }}") == "<i>&lt;2</i><i>&lt;x</i><i>13</i>"
        with pytest.raises(TypeError):
            drawn(macro + "{{ m(1, 2, 3) }}")

    def test_a_condition_stands_for_one_piece_for_several_and_for_none(self) -> None:
        template = "a{% if v.value == 1 %}b{% elif v.value == 2 %}<{{ v.value }}{% if v.value %}{{ say(v.value) }}!{% endif %}>{% elif v.value == 3 %}{% else %}{{ v.value }}{% endif %}c"
        assert [drawn(template, value) for value in (1, 2, 3, "&")] == ["abc", "a<22!>c", "ac", "a&amp;c"]
        assert drawn("{% for n in v.value %}{% if n %}{{ n }}{% for m in v.value %}{{ m }}{% endfor %}{% endif %};{% endfor %}", (0, 1)) == ";101;"

    def test_what_is_set_in_a_loop_or_on_a_condition_is_there_afterwards_where_jinja_has_it(self) -> None:
        assert drawn("{% if v.value %}{% set x = 1 %}{% endif %}{{ x }}", "yes") == "1"
        with pytest.raises(UndefinedError):
            drawn("{% if v.value %}{% set x = 1 %}{% endif %}{{ x }}", "")
        assert drawn("{% set x = 0 %}{% for n in v.value %}{% set x = n %}{{ x }}{% endfor %}{{ x }}", (1, 2)) == "120"

    def test_every_page_is_drawn_from_its_own_view(self) -> None:
        """What a template sets up for the one that it extends is kept from page to page, unless it looks at the page for it."""
        body = "{% macro m(x) %}<{{ x }}>{% endmacro %}{% set y = 'y' %}{% block content %}{{ m(v.value) }}{{ y }}{% endblock %}"
        templates = {
            "frame.html": "{% set seen = v.value %}[{% block content %}{% endblock %}{{ seen }}]",
            "kept.html": "{% extends 'frame.html' %}" + body,
            "further.html": "{% extends 'kept.html' %}{% block content %}{{ super() }}+{% endblock %}",
            "looking.html": "{% extends 'frame.html' %}{% set z = v.value %}{% block content %}{{ z }}{% endblock %}",
            "chosen.html": "{% if v.value == 1 %}{% extends 'frame.html' %}{% endif %}{% block content %}{{ v.value }}{% endblock %}",
            "late.html": "{# why #} {% extends 'frame.html' %}{% block content %}{{ v.value }}{% endblock %}",
        }
        drawing = renderer(theme=DEFAULT._replace(templates={**DEFAULT.templates, **templates}))
        pages = {
            name: [drawing.render(name, Page(Head("overview", "页"), value), "index.html").decode() for value in (1, 2, 1)] for name in templates
        }
        assert pages["kept.html"] == ["[<1>y1]", "[<2>y2]", "[<1>y1]"]
        assert pages["further.html"] == ["[<1>y+1]", "[<2>y+2]", "[<1>y+1]"]
        assert pages["looking.html"] == ["[11]", "[22]", "[11]"]
        assert pages["chosen.html"] == ["[11]", "2", "[11]"]
        assert pages["late.html"] == [" [11]", " [22]", " [11]"]

    def test_words_of_markup_are_told_without_it(self) -> None:
        marked = Markup("<p class='a'>one <b>two</b>\n three &amp; four<!-- no > word --></p> ")
        assert drawn("{{ unmarked(v.value) }}", marked) == "one two three &amp; four"
        assert drawn("{{ unmarked(v.value) }}", "no  markup") == "no markup"

    def test_nothing_is_none_but_none(self) -> None:
        assert drawn("{{ v.value is none }} {{ 0 is none }} {{ '' is not none }}") == "True False True"

    def test_a_name_that_does_not_exist_is_an_error(self) -> None:
        with pytest.raises(UndefinedError):
            drawn("{{ nobody }}")
        with pytest.raises(AttributeError):
            drawn("{{ v.nothing }}")

    def test_a_template_sees_no_builtins(self) -> None:
        with pytest.raises(UndefinedError):
            drawn("{{ range(3) }}")

    def test_amounts_and_dates_speak_the_reader_s_language(self) -> None:
        money = Money(Decimal(1500000), "CNY")
        assert drawn("{{ money(v.value) }} {{ amount(v.value) }} {{ unit }}", money) == "150 万元 150.00 万元"
        assert drawn("{{ money(v.value) }} {{ amount(v.value) }} {{ unit }}", money, "en") == "CNY 1.50 M 1,500,000 CNY"
        assert drawn("{{ day(v.value) }}", date(2026, 3, 1)) == "03-01"

    def test_a_list_has_the_language_s_commas(self) -> None:
        assert drawn("{{ listed(v.value) }}", ("甲", Say("nav.needs"))) == "甲、需求"
        assert drawn("{{ listed(v.value) }}", ("A", Say("nav.needs")), "en") == "A, Needs"


class TestSources:
    """A figure links to its line at the forge, if the site names one."""

    line = Citation("customers/C1/需求.yaml", 12)

    @pytest.mark.parametrize(
        ("repository", "address"),
        [
            ("https://github.com/acme/crm", "https://github.com/acme/crm/blob/main/records/customers/C1/%E9%9C%80%E6%B1%82.yaml#L12"),
            ("https://gitlab.com/acme/crm.git", "https://gitlab.com/acme/crm/-/blob/main/records/customers/C1/%E9%9C%80%E6%B1%82.yaml#L12"),
            ("https://codeberg.org/a/b", "https://codeberg.org/a/b/src/branch/main/records/customers/C1/%E9%9C%80%E6%B1%82.yaml#L12"),
        ],
    )
    def test_each_forge_has_its_addresses(self, repository: str, address: str) -> None:
        html = drawn("{{ src(v.value) }}", self.line, frame=FRAME._replace(repository=repository))
        assert html == f'<a class="src" href="{address}">需求.yaml:12</a>'

    @pytest.mark.parametrize("repository", ["", "javascript:alert(1)", "git@github.com:acme/crm.git", "file:///etc"])
    def test_without_a_web_address_the_place_is_plain_text(self, repository: str) -> None:
        html = drawn("{{ src(v.value) }}", self.line, frame=FRAME._replace(repository=repository))
        assert html == '<span class="src">需求.yaml:12</span>'

    def test_the_whole_path_can_be_shown(self) -> None:
        assert ">records/customers/C1/需求.yaml:12<" in drawn("{{ cite(v.value) }}", self.line)

    def test_a_source_that_the_reader_may_not_know_leaves_nothing(self) -> None:
        assert drawn("{{ src(v.value) }}", Citation("", 1)) == ""


class TestMarks:
    """The marks say in words what they show in colour."""

    def test_a_badge_prints_its_letter(self) -> None:
        assert drawn("{{ badge('S') }}") == '<span class="t tS" title="S 级">S</span>'
        assert 'title="Not rated"' in drawn("{{ badge(none) }}", lang="en")

    def test_direction_is_a_glyph_and_judgement_a_word(self) -> None:
        assert "▲" not in drawn("{{ delta(v.value) }}", Decimal(2))
        assert drawn("{{ delta(v.value) }}", Decimal(2)).endswith("2 改善</span>")
        assert drawn("{{ delta(v.value, 'down') }}", Decimal(2)).endswith("2 变差</span>")
        assert "持平" in drawn("{{ delta(v.value) }}", Decimal(0))
        assert "不可比" in drawn("{{ delta(v.value) }}")

    def test_states_differ_in_shape_and_words(self) -> None:
        states = {
            name: drawn(f"{{{{ status('{name}', 3) }}}}")
            for name in ("overdue", "done_on_time", "done_late", "cancelled", "undated", "not_started", "on_track", "due_soon")
        }
        assert states["overdue"] == '<span class="st late">逾期 3 天</span>'
        assert len(set(states.values())) == len(states)

    def test_what_is_over_is_not_red_since_nobody_can_act_on_it(self) -> None:
        kept = "{% from 'promised.html' import verdict %}{{ verdict('no', v.value) }}"
        assert [drawn(kept, over) for over in (False, True)] == [f'<span class="st {look}">超时</span>' for look in ("late", "past")]
        risk = "{% from 'risk_rows.html' import band %}{{ band(20, 'high', v.value) }}"
        assert ['"lv hi"' in drawn(risk, over) for over in (False, True)] == [True, False]

    def test_a_count_is_more_or_fewer_and_a_share_more_or_less(self) -> None:
        assert drawn("{{ delta(v.value, 'up', '', 'fewer') }}", Decimal(-1), lang="en").endswith("1 fewer</span>")
        assert drawn("{{ delta(v.value, 'up', '%', 'less') }}", Decimal(3), lang="en").endswith("3% more</span>")

    def test_withheld_does_not_look_like_unknown(self) -> None:
        assert drawn("{{ absent('withheld') }}") == '<span class="wh">不公开</span>'
        assert drawn("{{ absent('unknown') }}") == '<span class="na">未知</span>'
        assert drawn("{{ absent('not_applicable', 'prospect') }}") == '<span class="na">未成交，不评级</span>'


def test_the_commit_is_told_by_a_script_and_on_paper_and_the_counts_by_a_style_sheet_that_needs_none() -> None:
    assert state_js("8f3c21a") == b'window.crmsite={"commit":"8f3c21a"};\n'
    assert b"</script>" not in state_js("</script>")
    told = state_css("8f3c21a", {"needs": 4, "customers": 12000, "overdue": 0}).decode()
    assert '.n[data-count=customers]:not([data-unit])::after{content:"12,000"}' in told
    assert '.n[data-count=needs][data-unit]::after{content:"4 " attr(data-unit)}' in told
    assert "overdue][data-unit]" not in told, "nothing is late: nothing is said"
    assert '@bottom-center{content:"8f3c21a"' in told
    assert "@page" not in state_css("", {}).decode()
    assert b'"}*{display:none}' not in state_css('x"}*{display:none}', {})


def test_the_printed_foot_cannot_leave_its_string() -> None:
    assert b'"}*{display:none}' not in page_css('x"}*{display:none}')
    assert "page-en.css" in renderer("en").assets()


def test_the_same_view_gives_the_same_bytes() -> None:
    view = Page(Head("overview", "页"))
    assert renderer().render("base.html", view, "index.html") == renderer().render("base.html", view, "index.html")


def test_drawing_a_row_takes_few_calls() -> None:
    """Speed that any machine can check: a row of text, an amount and a badge is drawn in a dozen Python calls."""
    row = "{% for a, b in v.value %}<tr><td>{{ a }}</td><td>{{ say(b) }}</td>{{ badge('S') }}</tr>{% endfor %}"
    template = "{% extends 'base.html' %}{% block content %}" + row + "{% endblock %}"
    draw = renderer("en", theme=DEFAULT._replace(templates={**DEFAULT.templates, "t.html": template}))
    head = Head("overview", "页")

    def calls(rows: int) -> int:
        page = Page(head, tuple((f"row {n}", Money(Decimal(n), "CNY")) for n in range(rows)))
        counted = []
        sys.setprofile(lambda _frame, event, _arg: counted.append(event) if event == "call" else None)
        try:
            draw.render("t.html", page, "index.html")
        finally:
            sys.setprofile(None)
        return len(counted)

    calls(1)
    assert (calls(110) - calls(10)) / 100 <= 12


def test_only_packaged_templates_are_kept_compiled() -> None:
    theme = DEFAULT._replace(templates={**DEFAULT.templates, "t.html": "t", "parts.html": "own"}, own=frozenset({"parts.html"}))
    cache = Templates(theme, Language("zh-CN", "zh-CN", {}, {})).bytecode_cache
    assert cache is not None
    kept = {name: cache.get_cache_key(name) for name in ("base.html", "default/parts.html", "parts.html", "t.html")}
    assert kept == {"base.html": "base.html", "default/parts.html": "default/parts.html", "parts.html": "", "t.html": ""}
