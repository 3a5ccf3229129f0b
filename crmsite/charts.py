"""Charts: figures drawn to SVG by Altair, at build time, in the theme's colours.

The bytes depend on the figure and the language alone: sizes are fixed, no length is measured from a font, colours are the
theme's custom properties so that one drawing serves light, dark and print. altair and vl-convert are imported only where a
figure has to be drawn; :func:`key` tells whether a drawing that was kept still holds.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from hashlib import blake2b
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import altair as alt

    from crmsite.figures.facts import Shown
    from crmsite.portfolio.figure import Figure, Mark

    Speak = Callable[[Shown], str]

VERSION = 2
"""Counts up when drawings change for the same figure, so that no kept one is taken for new."""

WIDTH, NARROW = 560, 328
"""How wide a drawing is, and the one that takes its place where there is less room: texts keep their size."""

_SHARES_FROM = 30
"""From how many customers on a slice tells its share: of fewer a percentage says more than is known."""

_INK, _MUTED, _POINT, _REST, _SOFT, _GRID, _PAGE = "#0000a1", "#0000a3", "#0000d1", "#0000d2", "#0000e1", "#0000e0", "#0000bb"
_TOKENS = {_INK: "ink", _MUTED: "ink-3", _POINT: "d1", _REST: "d2", _SOFT: "d-soft", _GRID: "d-grid", _PAGE: "bg"}
_DROPPED = re.compile(
    r' (?:xmlns:xlink|version|font-family|pointer-events|role|aria-[a-z]+|class|opacity="1"|stroke-miterlimit)(?:="[^"]*")?'
)
_EMPTY = re.compile(r'<path(?: d="(?:M0,0h0v0h0Z)?"| display="none")+/>|<g[^>]*></g>')
_LONG = re.compile(r"\d+\.\d{3,}")
_SIZE = re.compile(r'<svg[^>]*viewBox="([^"]+)"[^>]*>')


def key(figure: Figure, lang: str, speak: Speak) -> str:
    """Return the digest of everything that a drawing shows."""
    marks = [[speak(mark.label), *map(str, mark[1:])] for mark in figure.marks]
    told = [VERSION, figure.name, lang, speak(figure.title), speak(figure.subtitle), figure.currency, marks]
    return blake2b(json.dumps(told, ensure_ascii=False).encode(), digest_size=16).hexdigest()


def drawings(
    figures: Iterable[Figure], speakers: Mapping[str, Speak], kept: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the drawings by ``NAME.LANG``, and the same by key for a memo; what ``kept`` holds by key is not drawn again."""
    shown: dict[str, str] = {}
    keep: dict[str, str] = {}
    for figure in figures:
        for lang, speak in speakers.items():
            at = key(figure, lang, speak)
            svg = kept.get(at) or draw(figure, lang, speak)
            shown[f"{figure.name}.{lang}"] = keep[at] = svg
    return shown, keep


def draw(figure: Figure, lang: str, speak: Speak) -> str:
    """Draw a figure in a language: once in full, once laid out anew for a narrow place; a style sheet shows one of them."""
    import vl_convert

    full, small = (vl_convert.vegalite_to_svg(_SPECS[figure.name](figure, lang, speak, width)) for width in (WIDTH, NARROW))
    title, told = speak(figure.title), speak(figure.subtitle)
    return dressed(full, figure.name, title, told) + dressed(small, f"{figure.name}-small", title, told, " small")


def dressed(svg: str, name: str, title: str, description: str, look: str = "") -> str:
    """Return a raw drawing with the theme's colours, a title and a description, without sizes, fonts or styles of its own."""
    svg = _DROPPED.sub("", svg)
    for colour, token in _TOKENS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{token})"')
    svg = _LONG.sub(_hundredths, svg)
    before = ""
    while before != svg:
        before, svg = svg, _EMPTY.sub("", svg)
    opening = (
        f'<svg class="chart{look}" viewBox="\\1" role="img" aria-labelledby="fig-{name}-t fig-{name}-d">'
        f'<title id="fig-{name}-t">{_literal(title)}</title><desc id="fig-{name}-d">{_literal(description)}</desc>'
    )
    return _SIZE.sub(opening, svg, count=1)


def _hundredths(match: re.Match[str]) -> str:
    """Return a length with two digits after the point: no eye sees more, and machines differ in the last of many."""
    return f"{Decimal(match[0]):.2f}".rstrip("0").rstrip(".")


def _literal(text: str) -> str:
    return escape(text, quote=False).replace("\\", "\\\\")


def _config(width: int, height: int, left: int, right: int, bottom: int) -> dict[str, object]:
    """Return size and style: fixed paddings instead of measured ones, no frame, no ticks, plain axes."""
    axis = {"domain": False, "ticks": False, "labelFontSize": 12, "labelColor": _MUTED, "labelAngle": 0, "labelPadding": 6,
            "labelLimit": 0, "titleFontSize": 12, "titleFontWeight": 400, "titleColor": _MUTED, "gridColor": _GRID, "gridWidth": 1,
            "labelOverlap": False}
    return {
        "width": width - left - right, "height": height - 8 - bottom, "autosize": {"type": "none"},
        "padding": {"left": left, "top": 8, "right": right, "bottom": bottom},
        "config": {"aria": False, "background": "transparent", "view": {"stroke": None}, "axis": axis, "axisX": {"grid": False},
                   "axisBand": {"grid": False, "labelColor": _INK}, "legend": {"disable": True}},
    }


def _finished(chart: alt.TopLevelMixin, settings: dict[str, object]) -> dict[str, object]:
    spec: dict[str, object] = chart.to_dict()
    spec.pop("config", None)
    return {**spec, **settings}


def _data(rows: list[dict[str, object]]) -> alt.InlineData:
    import altair as alt

    return alt.InlineData(values=rows)


def _tiers(figure: Figure, lang: str, speak: Speak, width: int) -> dict[str, object]:
    """Draw bars of customers by tier, in order, the number at the end of each bar; English labels need more room."""
    import altair as alt

    left = 104 if lang.startswith("zh") else 128

    rows: list[dict[str, object]] = [
        {"label": speak(mark.label), "n": int(mark.value), "fill": _POINT if mark.point else _REST} for mark in figure.marks
    ]
    axis = alt.Axis(title=None, minExtent=left - 8, maxExtent=left - 8)
    found = alt.Chart(_data(rows)).encode(
        y=alt.Y("label:N", sort=None, axis=axis, scale=alt.Scale(paddingInner=0.45, paddingOuter=0.2)),
        x=alt.X("n:Q", axis=None, scale=alt.Scale(domainMin=0, nice=False)),
    )
    bars = found.mark_bar().encode(fill=alt.Fill("fill:N", scale=None))
    words = found.mark_text(align="left", dx=6, fontSize=12, fill=_INK).encode(text="n:Q")
    return _finished(alt.layer(bars, words), _config(width, 24 * len(rows) + 16, left, 48, 8))


def _months(figure: Figure, lang: str, _speak: Speak, width: int) -> dict[str, object]:
    """Draw bars by month: the last twelve make the point, the month that is not over is pale; amounts in 万 or millions."""
    import altair as alt

    unit = Decimal(10_000) if lang.startswith("zh") else Decimal(1_000_000)
    rows: list[dict[str, object]] = [
        {"month": str(mark.label), "amount": float(round(mark.value / unit, 4)), "fill": _fill(mark)} for mark in figure.marks
    ]
    shown = [str(mark.label) for place, mark in enumerate(figure.marks) if (len(figure.marks) - 1 - place) % 6 == 0]
    x = alt.X("month:N", sort=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0),
              axis=alt.Axis(title=None, values=shown, minExtent=20, maxExtent=20, labelColor=_MUTED))
    y = alt.Y("amount:Q", scale=alt.Scale(zero=True, nice=True),
              axis=alt.Axis(title=None, tickCount=3, minExtent=48, maxExtent=48, format=",~r"))
    bars = alt.Chart(_data(rows)).mark_bar().encode(x=x, y=y, fill=alt.Fill("fill:N", scale=None))
    return _finished(bars, _config(width, 200, 56, 24, 28))


def _fill(mark: Mark) -> str:
    if mark.partial:
        return _SOFT
    return _POINT if mark.point else _REST


def _rfm(figure: Figure, _lang: str, speak: Speak, width: int) -> dict[str, object]:
    """Map five by five: recency upwards, frequency to the right, customers as depth of colour and as a number."""
    import altair as alt

    most = max(mark.value for mark in figure.marks)
    rows: list[dict[str, object]] = [
        {"r": str(mark.label), "f": str(mark.other), "n": int(mark.value), "deep": round(0.12 + 0.88 * float(mark.value / most), 3),
         "ink": _PAGE if mark.value / most > Decimal("0.5") else _INK}
        for mark in figure.marks
    ]
    x = alt.X("f:N", sort=list("12345"), scale=alt.Scale(domain=list("12345"), paddingInner=0.04, paddingOuter=0),
              axis=alt.Axis(title=speak(figure.columns[1]), minExtent=20, maxExtent=20, titlePadding=8))
    y = alt.Y("r:N", sort=list("54321"), scale=alt.Scale(domain=list("54321"), paddingInner=0.06, paddingOuter=0),
              axis=alt.Axis(title=speak(figure.columns[0]), minExtent=20, maxExtent=20, titleAngle=0, titleAlign="left",
                            titleAnchor="start", titleX=-88, titleY=10))
    found = alt.Chart(_data(rows)).encode(x=x, y=y)
    boxes = found.mark_rect(fill=_POINT).encode(fillOpacity=alt.FillOpacity("deep:Q", scale=None))
    words = found.mark_text(fontSize=12).encode(text="n:Q", fill=alt.Fill("ink:N", scale=None))
    return _finished(alt.layer(boxes, words), _config(width, 240, 112, 24, 52))


def _pie(figure: Figure, _lang: str, speak: Speak, width: int) -> dict[str, object]:
    """Draw slices in the order of the tiers, paler from one to the next, each labelled where it lies."""
    import altair as alt

    whole = sum((mark.value for mark in figure.marks), Decimal(0))
    shares = [f" ({round(100 * mark.value / whole)}%)" if whole >= _SHARES_FROM else "" for mark in figure.marks]
    rows: list[dict[str, object]] = [
        {"at": place, "n": int(mark.value), "fill": _SOFT if mark.partial else _POINT,
         "deep": 1.0 if mark.partial else round(1 - 0.75 * place / max(1, len(figure.marks) - 1), 3),
         "label": f"{speak(mark.label)} {int(mark.value)}{share}"}
        for place, (mark, share) in enumerate(zip(figure.marks, shares, strict=True))
    ]
    found = alt.Chart(_data(rows)).encode(theta=alt.Theta("n:Q", stack=True), order=alt.Order("at:Q"))
    radius = 88 if width == WIDTH else 64
    slices = found.mark_arc(outerRadius=radius, stroke=_PAGE, strokeWidth=1.5).encode(
        fill=alt.Fill("fill:N", scale=None), fillOpacity=alt.FillOpacity("deep:Q", scale=None)
    )
    words = found.mark_text(radius=radius + 30, fontSize=12, fill=_INK).encode(text="label:N")
    return _finished(alt.layer(slices, words), _config(width, 272, 24, 24, 8))


def _worth(figure: Figure, lang: str, speak: Speak, width: int) -> dict[str, object]:
    """Draw a point for each customer: score to the right, amount upwards on a root scale; the one that is named stands out."""
    import altair as alt

    unit = Decimal(10_000) if lang.startswith("zh") else Decimal(1_000_000)
    rows: list[dict[str, object]] = [
        {"s": float(mark.score or 0), "a": float(round(mark.value / unit, 4)), "fill": _POINT if mark.point else _REST,
         "size": 70 if mark.point else 36, "label": speak(mark.label) if mark.point else ""}
        for mark in figure.marks
    ]
    x = alt.X("s:Q", scale=alt.Scale(zero=False, nice=True),
              axis=alt.Axis(title=speak(figure.columns[2]), tickCount=8 if width == WIDTH else 4, titlePadding=8))
    y = alt.Y("a:Q", scale=alt.Scale(type="sqrt", zero=True, nice=True),
              axis=alt.Axis(title=None, tickCount=4, minExtent=48, maxExtent=48, format=",~r"))
    found = alt.Chart(_data(rows)).encode(x=x, y=y)
    points = found.mark_point(filled=True, opacity=0.75).encode(
        fill=alt.Fill("fill:N", scale=None), size=alt.Size("size:Q", scale=None)
    )
    words = found.mark_text(align="right", dx=-8, fontSize=12, fill=_INK).encode(text="label:N")
    return _finished(alt.layer(points, words), _config(width, 240, 56, 24, 48))


def _worths(figure: Figure, _lang: str, speak: Speak, width: int) -> dict[str, object]:
    """Map tiers to the right by value bands upwards: customers as depth of colour and as a number."""
    import altair as alt

    most = max(mark.value for mark in figure.marks)
    tiers = list(dict.fromkeys(mark.tier for mark in figure.marks))
    bands = [speak(label) for label in dict.fromkeys(mark.label for mark in figure.marks)]
    rows: list[dict[str, object]] = [
        {"t": mark.tier, "b": speak(mark.label), "n": int(mark.value), "deep": round(0.12 + 0.88 * float(mark.value / most), 3),
         "ink": _PAGE if mark.value / most > Decimal("0.5") else _INK}
        for mark in figure.marks
    ]
    x = alt.X("t:N", sort=tiers, scale=alt.Scale(domain=tiers, paddingInner=0.04, paddingOuter=0),
              axis=alt.Axis(title=speak(figure.columns[0]), minExtent=20, maxExtent=20, titlePadding=8))
    y = alt.Y("b:N", sort=bands, scale=alt.Scale(paddingInner=0.06, paddingOuter=0),
              axis=alt.Axis(title=None, minExtent=120, maxExtent=120))
    found = alt.Chart(_data(rows)).encode(x=x, y=y)
    boxes = found.mark_rect(fill=_POINT).encode(fillOpacity=alt.FillOpacity("deep:Q", scale=None))
    words = found.mark_text(fontSize=12).encode(text="n:Q", fill=alt.Fill("ink:N", scale=None))
    return _finished(alt.layer(boxes, words), _config(width, 200, 144, 24, 52))


_SPECS: Mapping[str, Callable[[Figure, str, Speak, int], dict[str, object]]] = {
    "tiers": _tiers, "months": _months, "rfm": _rfm, "pie": _pie, "worth": _worth, "worths": _worths,
}  # fmt: skip
