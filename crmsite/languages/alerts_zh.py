"""What the early warnings of complaints and of changes at the customer say, and waivers, in Chinese."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "alert.complaints-up": "近 {months} 个月投诉 {recent} 件；照之前 {base} 个月 {earlier} 件的节奏应有 {expected} 件，不像偶然",
    "alert.complaints-up.new": "近 {months} 个月投诉 {recent} 件，之前 {base} 个月一件也没有，不像偶然",
    "alert.org-change": "{on} {what}，至今 {days} 天",
    "alert.org-change.event": "{text}",
    "alert.org-change.succeeded": "决策人 {before} 由 {now} 接任",
    "alert.factor.recent_complaints": "近 {months} 个月投诉",
    "alert.factor.earlier_complaints": "之前 {months} 个月投诉",
    "alert.factor.expected_complaints": "按之前节奏应有",
    "alert.waived": "{reason}，{who}豁免至 {until}：{text}",
}
