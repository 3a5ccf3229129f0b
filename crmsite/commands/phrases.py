"""What commands say, in both languages. Faults have words of their own, in ``crmsite/rules``.

What ``check`` and ``build`` say stands here; every other command's phrases stand in ``crmsite/commands/wording``, in the
module of the key's first word, and are imported when the first of them is said.
"""

from __future__ import annotations

import re
from importlib import import_module

_SLOT = re.compile(r"\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}")

PHRASES: dict[str, tuple[str, str]] = {
    "build.unchanged": (
        "没有变化：{files} 个记录文件，{pages} 个页面都是最新的。",
        "Nothing changed: {files:record file|record files}, {pages:page|pages} up to date.",
    ),
    "build.faults_as_before": (
        "与上次相同，记录中有 {count} 条提示，见 crmsite check。",
        "As before, {count:finding|findings} in the records; see crmsite check."
    ),
    "build.more_warnings": (
        "另有 {count} 条警告，见 crmsite check。",
        "{count:more warning|more warnings}; see crmsite check.",
    ),
    "build.notes": ("另有 {count} 个提示，见 crmsite check。", "{count:note is|notes are} not printed here; see crmsite check."),
    "build.waiting": ("另一次构建（进程 {pid}）正在进行，等它结束。", "Another build (process {pid}) is running; waiting for it."),
    "build.refused_errors": (
        "记录中有错误，未发布；{site} 保持原样。修好后再构建，或用 --keep-going 先发布其余记录。",
        "Not published: the records have errors. {site} is as it was. Mend them, or publish the rest with --keep-going.",
    ),
    "build.done": (
        (
            "{site}：{customers} 家客户，数据截至 {as_of}；解析 {parsed} 个文件，重绘 {rendered} 页，"
            "写入 {written} 个，保留 {kept} 个，移除 {removed} 个。"
        ),
        (
            "{site}: {customers:customer|customers} as of {as_of}; {parsed:file|files} parsed, {rendered:page|pages} rendered, "
            "{written} written, {kept} kept, {removed} removed."
        ),
    ),
    "build.open": ("打开 {path}", "Open {path}"),
    "build.timing": (
        "CPU 秒：读取与计算 {work}，页面 {pages}，链接旧页 {clone}，发布 {publish}；到此全程 {exchange}。",
        "CPU seconds: work {work}, pages {pages}, linking kept ones {clone}, publishing {publish}; {exchange} in all by then.",
    ),
    "build.verified": (
        "已核对：{pages} 个文件与全新构建逐字节相同。",
        "Verified: {pages:file|files} equal a clean build, byte for byte.",
    ),
    "build.differs": ("与全新构建不同：{path}", "Differs from a clean build: {path}"),
    "build.why.new": ("新页面", "new page"),
    "build.why.dress": ("主题、用语或人员、集团名称变了", "theme, wording, or a name of a person or group changed"),
    "build.why.rules": ("规则、日期、设置或程序变了", "rules, date, settings or program changed"),
    "build.why.content": ("页面内容变了", "what it shows changed"),
    "publish.link": ("{site} 是一个链接；请指向真正的文件夹。", "{site} is a link; point to a real folder."),
    "publish.not-a-folder": (
        "{site} 已经是一个文件，不是文件夹。移走它，或用 --site 换一个文件夹。",
        "{site} is a file, not a folder. Move it away, or choose another folder with --site.",
    ),
    "publish.holds-inputs": (
        "{site} 里放着记录，网站不能放在那里。用 --site 换一个文件夹。",
        "{site} holds the records, so the site cannot go there. Choose another folder with --site.",
    ),
    "publish.inside-inputs": (
        "{site} 在记录的文件夹里，网站放在那里会被当成记录。用 --site 换一个文件夹。",
        "{site} lies in the folder of the records, where pages would be taken for records. Choose another with --site.",
    ),
    "publish.refused": ("不能发布到 {site}：{reason}（{details}）", "Cannot publish to {site}: {reason} ({details})"),
    "publish.strangers": (
        "{site} 里有不是本程序生成的文件：{details}。移走它们，或换一个文件夹。",
        "{site} holds files that this program did not make: {details}. Move them away, or choose another folder.",
    ),
    "audience.unknown": ("site.yaml 里没有受众“{name}”；已有：{known}", "site.yaml names no audience “{name}”; it names: {known}"),
    "progress.check": ("检查", "checking"),
    "progress.build": ("构建", "building"),
}
"""Every phrase: Chinese, English. ``{n:file|files}`` prints the number and the fitting form."""


def phrase(lang: str, key: str, **args: object) -> str:
    """Return a phrase in ``zh`` or ``en``."""
    chinese, english = PHRASES[key] if key in PHRASES else _said_by(key.partition(".")[0])[key]

    def filled(slot: re.Match[str]) -> str:
        value = args[slot[1]]
        shown = f"{value:,}" if isinstance(value, int) else str(value)
        return f"{shown} {slot[2] if value == 1 else slot[3]}" if slot[2] else shown

    return _SLOT.sub(filled, chinese if lang == "zh" else english)


def _said_by(area: str) -> dict[str, tuple[str, str]]:
    phrases: dict[str, tuple[str, str]] = import_module(f"crmsite.commands.wording.{area}").PHRASES
    return phrases
