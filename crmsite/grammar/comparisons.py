"""How a figure is held against its target: the five signs, and which was meant by another way to write one."""

from __future__ import annotations

from crmsite.grammar.values import read_text, refuse

COMPARISONS = (">=", "<=", ">", "<", "=")
_COMPARISONS_MEANT = {
    **dict.fromkeys(("=>", "≥", "⩾", "≧", "＞=", "＞＝", ">＝", "> =", "不低于", "不少于", "至少", "at least"), ">="),
    **dict.fromkeys(("=<", "≤", "⩽", "≦", "＜=", "＜＝", "<＝", "< =", "不高于", "不超过", "至多", "at most"), "<="),
    **dict.fromkeys(("＞", "大于", "高于", "above"), ">"),
    **dict.fromkeys(("＜", "小于", "低于", "below"), "<"),
    **dict.fromkeys(("==", "＝", "等于", "equals"), "="),
}


def read_comparison(value: object) -> str:
    """Return a comparison's sign; of another way to write it the very sign is told: one merely alike means another target."""
    text = read_text(value)
    if text not in COMPARISONS:
        meant = _COMPARISONS_MEANT.get(text.strip().casefold(), "")
        raise refuse("not-in-list", text=text, listing="comparison", known="、".join(COMPARISONS), guess=meant)
    return text
