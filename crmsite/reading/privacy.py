"""Personal data in the text of a record, found before it is committed: numbers, addresses, handles, full names.

Pure functions over text. The scan is one pass of one pattern that starts with a set of characters, so that clean text
costs next to nothing; what it stops at is then looked at closely. Numbers are judged by their form, their borders and
their check digits, and let through where the text says that they belong to a thing: an order, a machine, a company.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Finding(NamedTuple):
    """Personal data in a text: the rule that it breaks, its place (``end`` exclusive) and its words."""

    rule: str
    start: int
    end: int
    text: str


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_Look: TypeAlias = "Callable[[str, re.Match[str]], list[Finding]]"


# ── what the scan stops at ──────────────────────────────────────────────────────────────────────────────────────
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＠－＋", "0123456789@-+")
_GAP = r"[ \u00a0\u3000.\-\u2013\u2014]"
_HAN = r"[\u3400-\u9fff]"

# The quick look works on bytes, at the speed of C, on a shadow of the text: letters small, every digit a nought (and a
# closing bracket too, so that an area code in brackets runs on into its number), gaps gone, one byte left of each Han
# character. The squeezed text has the same length, with the digits as they are.
_SHADOW = bytes.maketrans(b"0123456789)]ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"000000000000abcdefghijklmnopqrstuvwxyz")
_SQUEEZED = bytes.maketrans(b")]x", b"  X")
_GAP_BYTES = b" .-([" + bytes([*range(0x80, 0xC0), 0xC2, 0xE2, 0xE3, 0xEF])
_ASCII = bytes(range(0x80))
_RUN = b"0" * 10
_BETWEEN = "\n，".encode()
_NOUGHTS = re.compile(b"0+")
_LIKELY = re.compile(
    rb"1[3-9][0-9]{9}|(?:0|86)(?:10|2[0-57-9]|[3-9][0-9]{2}) ?[2-8][0-9]{6}"
    rb"|[1-8][0-9]{5}(?:19|20)[0-9]{9}[0-9X]|(?:6[0289]|4|5[1-6]|35|955|22[2-9]|2[3-7])[0-9]{13}"
)

# A character of a set, then one of a second set, before anything dearer: the engine skips to them at full speed.
_HAN_WORDS = re.compile(
    r"[微薇威扣电座固传生出一幺经总主董先女部处科厂院校局所行店组班工老教医书０-９＠]"
    r"(?:[信扣话机定真日生理监经裁工任管席事士长程师授记三四五六七八九０-９](?:"
    r"(?<=总经)理|(?<=总工)(?:程师)?|(?<=工程)师|(?<=董事)长?|(?<=[０-９][０-９])"
    r"|(?<=微信|薇信|威信|扣扣|电话|座机|固话|固定|传真|生日|出生|经理|总监|总裁|主任|主管|主席|先生|女士|部长|处长|科长|厂长|院长|校长|局长|所长"
    r"|行长|店长|组长|班长|老师|教授|医生|医师|书记)"
    r"|(?<=[一幺][三四五六七八九])[〇零一二三四五六七八九幺]{9}(?![〇零一二三四五六七八九幺十百千万]))"
    r"|(?<=＠))"
)
_CHAT = re.compile(b"w(?:echat|eixin|x)")
_TEL = re.compile(rb"(?<![a-z0-9_\-])tel", re.IGNORECASE)  # not the middle of intelligent, or of a hotel
_ASCII_WORDS = re.compile(r"(?<![A-Za-z0-9_\-])(?:qq|[vw]x|wechat|weixin|tel)|v信", re.IGNORECASE)
_AT = re.compile(r"@|[(\[]at[)\]]", re.IGNORECASE)

# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────
_LEFT = r"(?<![0-9])(?<![0-9]\.)"
_RIGHT = r"(?![0-9])"
_IDENTITY = re.compile(rf"{_LEFT}[1-8][0-9]{{5}}{_GAP}?(?:19|20)[0-9]{{6}}{_GAP}?[0-9]{{3}}[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(rf"{_LEFT}(?:[0-9]{{4}}(?:{_GAP}[0-9]{{4}}){{3}}(?:{_GAP}?[0-9]{{1,3}})?|[0-9]{{16,19}})(?![0-9A-Za-z])")
_MOBILE = re.compile(
    rf"{_LEFT}(?:(?:\+|00)?86{_GAP}?)?(?:1[3-9][0-9]{{9}}|1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|1[3-9][0-9]{_GAP}[0-9]{{8}}"
    rf"|1[3-9][0-9]{{5}}{_GAP}[0-9]{{4}}|1[3-9][0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}|1[3-9][0-9]{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}}"
    rf"|1(?:[ \-][0-9]){{10}}){_RIGHT}(?!\.[0-9])"
)
_LANDLINE = re.compile(
    rf"{_LEFT}(?:(?:(?:\+|00)86[ \-(（]{{0,2}}0?)|[(（]?0)(?:10|2[0-57-9]|[3-9][0-9]{{2}})[)） \u00a0\u3000.\-\u2013\u2014]{{0,2}}"
    rf"(?:[2-8][0-9]{{6,7}}|[2-8][0-9]{{2,3}}{_GAP}[0-9]{{4}}){_RIGHT}"
)
_LOCAL = re.compile(
    rf"(?:号码?|线)?\s{{0,2}}[:：是为]?\s{{0,2}}([2-8][0-9]{{6,7}}|[2-8][0-9]{{2,3}}{_GAP}[0-9]{{4}})(?![0-9]|{_GAP}[0-9])"
)
_THING = re.compile(
    r"(?:订单|运单|单号|工单|合同|发票|流水|批次|批号|序列|设备|机器|机台|资产|产品|条码|信用代码|编号|编码|"
    r"order|invoice|serial|machine|device|sn|s/n|imei|uscc|barcode)"
    r"(?:号码?|编号|代码|[_ ]?(?:id|no|number|code))?[\s\"':：=#.]{0,3}\Z",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[A-Za-z0-9_\-]*[A-Za-z_][\-_]?[0-9\-_]{0,8}\Z")
_PHONE_WORD = re.compile(r"(?:tel|phone|ph|mobile|mob|cell|call|contact|wx|vx|wechat|qq)[_\-]?\Z", re.IGNORECASE)
_PROVINCES = _words("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83")
_ISSUERS = re.compile(r"62|60|4|5[1-6]|35|955|68|69|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

# ── addresses, handles, days ────────────────────────────────────────────────────────────────────────────────────
_LOCAL_PART = re.compile(r"[A-Za-z0-9._%+\-]{1,64}( ?)\Z")
_DOMAIN = re.compile(
    rf" ?(?:[A-Za-z0-9\-]{{1,63}}|{_HAN}{{2,20}})(?:(?:\.| ?[(\[]dot[)\]] ?)(?:[A-Za-z0-9\-]{{1,63}}|{_HAN}{{2,10}})){{0,4}}"
    rf"(?:\.| ?[(\[]dot[)\]] ?)(?:[A-Za-z]{{2,24}}|中国|公司|网络)"
)
_IMAGE = re.compile(r"[1-9]x\.[a-z]+\Z")
_HANDLE = re.compile(
    r"[ \t]{0,2}(?P<named>号码?|账号|帐号|[Ii][Dd]|ID号|昵称|加|同号)?[ \t]{0,2}(?P<mark>[:：=是为])?[ \t\"'“]{0,2}"
    r"(?P<handle>[A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9][0-9]{4,11})(?![A-Za-z0-9_\-])"
)
_WXID = re.compile(r"wxid_[A-Za-z0-9]{6,}", re.IGNORECASE)
_NO_HANDLE = _words(
    "enabled disabled monthly weekly daily quarterly helpful optional required preferred official message messages "
    "account accounts service article articles contact contacts channel channels number numbers private working "
    "wechat weixin reminder reminders follow followup groups online offline customer customers support notice notices"
)
_BIRTHDAY = re.compile(
    r"(?:日期|年月日?|于)?[ \t]{0,2}[:：是为在]?[ \t\"']{0,2}(?:(?:19|20)[0-9]{2}[\-年/.])?[0-9]{1,2}[\-月/.][0-9]{1,2}日?"
)
_COMPANY_DAY = re.compile(r"(?:公司|企业|集团|品牌|工厂|门店|店)的?\Z")

# ── names ───────────────────────────────────────────────────────────────────────────────────────────────────────
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛"
    "闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯庄殷温翁章牛葛邢安齐梅盛童耿鲁伍樊兰季申华左凌岳尚游柴焦卓宁欧甘祝纪冉符詹苗祁阮娄穆"
    "蒙骆聂涂倪俞臧裴鲍阎霍柳翟滕褚尤覃佘佟隋苑桂屠蓝鞠邝栾"
)
_COMPOUND = frozenset(
    ["欧阳", "上官", "司马", "诸葛", "皇甫", "司徒", "端木", "东方", "令狐", "慕容", "尉迟", "夏侯", "长孙", "南宫", "独孤"]
)
_NOT_GIVEN = _words(
    "副 总 大 老 小 主 首 助 代 原 前 新 各 该 位 正 执行 常务 助理 代理 销售 项目 产品 客户 区域 大区 技术 采购 财务 "
    "市场 运营 人事 行政 高级 资深 部门 门店 分店 生产 质量 品质 物流 售后 售前 研发 工程 设备 仓库 仓储 信息 数据 "
    "商务 渠道 业务 服务 培训 法务 车间 分管 主管 经理 家的 的"
)
_WORDS = _words(
    "高级 高层 高新 高速 高铁 高校 高管 高端 高中 高压 高空 方案 方向 方面 方式 方正 金融 金属 金牌 金山 金华 金税 "
    "安全 安装 安保 安徽 安防 安卓 安排 华东 华南 华北 华中 华西 华为 华润 江苏 江西 江南 江北 江门 江阴 江浙 温州 "
    "温控 温度 常务 常驻 常州 常规 常设 万达 万科 文化 文案 文档 文旅 文体 易耗 易用 石油 石化 石材 石家 白班 白云 "
    "夏季 夏令 施工 程序 程控 马上 马来 马鞍 于是 于都 任何 任职 任命 任务 龙头 龙岗 龙华 雷达 陶瓷 毛利 毛坯 钟表 "
    "钟点 唐山 许可 许多 何时 何地 何种 田间 林业 林场 牛奶 黄金 黄山 黄石 黄浦 黄埔 苏州 苏南 苏北 苏宁 徐州 徐汇 "
    "郑州 沈阳 康复 康养 罗湖 胡同 梅州 贺州 柳州 梁山 余杭 余姚 余额 周末 周期 周边 周年 周一 周二 周三 周四 周五 "
    "向上 向导 尚未 左右 左侧 盛大 宁波 宁夏 兰州 甘肃 齐全 齐鲁 章程 游戏 游客 洪水 严格 严重 严选 顾客 顾问 谢谢 "
    "付款 武汉 武装 段落 陆续 陆军 范围 范本 陈列 陈述 曾任 曾经 曾是 董事 董秘 庄园 季度 申报 申请 凌晨 欧洲 欧美 "
    "欧盟 杨浦 吴江 吴中 王府 张家 彭州 范例 孔子 纪检 纪委 党委 柴油 桂林 蓝牙 蓝领 蒙古 童装 兰考 白领 温室 康体 "
    "梅花 鲁南 鲁西 冉冉"
)
_PREPOSITIONS = frozenset("向于任曾何常")


def is_clean(data: bytes) -> bool:
    """Tell quickly, from a file's bytes, that there is no personal data in it; ``False`` means that a look is needed."""
    shadow = data.translate(_SHADOW, _GAP_BYTES)
    if b"@" in data or b"at0" in shadow or (b"tel" in shadow and _TEL.search(data)) or _CHAT.search(shadow):
        return False
    if (b"q" in shadow and b"qq" in shadow) or (b"v" in shadow and (b"vx" in shadow or b"v\xe4" in shadow)):
        return False
    if _RUN in shadow and _has_likely_number(data, shadow):
        return False
    han = data.translate(None, _ASCII).decode("utf-8", "ignore")
    return all(_kind(stop[0]) is _full_name and not _full_name(han, stop) for stop in _HAN_WORDS.finditer(han))


def all_clean(files: Iterable[bytes]) -> bool:
    """Tell quickly, by one look for several files, that there is no personal data in any of them.

    What stands between two files ends a number and a name alike, so that nothing is seen in two files that is in neither.
    """
    return is_clean(_BETWEEN.join(files))


def _has_likely_number(data: bytes, shadow: bytes) -> bool:
    """Look at the runs of ten or more digits, gaps aside: whether one could be a person's number."""
    squeezed = data.translate(_SQUEEZED, _GAP_BYTES)
    start = shadow.find(_RUN)
    while start >= 0:
        run = _NOUGHTS.match(shadow, start)
        end = run.end() if run else len(shadow)
        if _LIKELY.search(squeezed, start, end + 1):
            return True
        start = shadow.find(_RUN, end)
    return False


def personal_data(text: str) -> list[Finding]:
    """Return all personal data in ``text`` in the order in which it stands there; an empty list for clean text."""
    if is_clean(text.encode("utf-8", "surrogatepass")):
        return []
    plain = text.translate(_FULL_WIDTH)
    found = _numbers(plain)
    found += [finding for stop in _AT.finditer(plain) for finding in _address(plain, stop)]
    for words in (_ASCII_WORDS, _HAN_WORDS):
        found += [finding for stop in words.finditer(plain) for finding in _kind(stop[0])(plain, stop)]
    return [finding._replace(text=text[finding.start : finding.end]) for finding in _apart(found)]


def masked(text: str) -> str:
    """Return personal data as it may be printed in a log: the first three characters and the last, stars between."""
    return text[:3] + "*" * (len(text) - 4) + text[-1] if len(text) > 5 else text[:1] + "*" * (len(text) - 1)


def valid_uscc(code: str) -> bool:
    """Tell whether a credit code (统一社会信用代码, GB 32100) has 18 characters of its alphabet and the right check character."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(code) != 18 or any(character not in alphabet for character in code):
        return False
    total = sum(alphabet.index(character) * pow(3, index, 31) for index, character in enumerate(code[:17]))
    return alphabet[-total % 31] == code[17]


def _apart(found: list[Finding]) -> list[Finding]:
    """Sort findings and keep one where two overlap: the longer, or else the one that was looked for first."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda one: one.start):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
        elif finding.end - finding.start > kept[-1].end - kept[-1].start:
            kept[-1] = finding
    return kept


def _finding(rule: str, text: str, start: int, end: int) -> Finding:
    return Finding(rule, start, end, text[start:end])


# ── a closer look ───────────────────────────────────────────────────────────────────────────────────────────────
def _numbers(text: str) -> list[Finding]:
    """Look for numbers of persons; where two readings overlap, the graver stands first."""
    return [
        _finding(rule, text, match.start(), match.end())
        for rule, pattern, holds in _NUMBERS
        for match in pattern.finditer(text)
        if holds(text, match)
    ]


def _plain(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text)


def _is_identity(text: str, match: re.Match[str]) -> bool:
    """Province, birthday and the check character of ISO 7064 mod 11-2 all fit."""
    number = _plain(match[0]).upper()
    if number[:2] not in _PROVINCES or _THING.search(text, max(match.start() - 24, 0), match.start()):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _IDENTITY_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]


def _is_card(text: str, match: re.Match[str]) -> bool:
    """Issuer, Luhn's check digit, and borders of a number that is nobody's order or company code."""
    number = _plain(match[0])
    if not 16 <= len(number) <= 19 or not _ISSUERS.match(number) or valid_uscc(number) or not _is_number_of_person(text, match):
        return False
    doubled = [int(digit) * 2 for digit in reversed(number[:-1])]
    odd = sum(value - 9 if value > 9 else value for value in doubled[::2])
    even = sum(value // 2 for value in doubled[1::2])
    return (odd + even + int(number[-1])) % 10 == 0


def _is_number_of_person(text: str, match: re.Match[str]) -> bool:
    """Tell that a number is no part of an id and that no word for a thing stands right before it."""
    start, end = match.span()
    if end < len(text) and ((text[end].isascii() and text[end].isalpha()) or text[end] == "_"):
        return False
    before = text[max(start - 24, 0) : start]
    token = _TOKEN.search(before)
    if token is not None and not _PHONE_WORD.search(token[0]):
        return False
    return _THING.search(before) is None or _PHONE_WORD.search(before) is not None


def _spoken(text: str, stop: re.Match[str]) -> list[Finding]:
    """Report a mobile number in Chinese numerals."""
    return [_finding("mobile-number", text, stop.start(), stop.end())]


def _local_number(text: str, stop: re.Match[str]) -> list[Finding]:
    """Report a number of seven or eight digits right after a word for telephone."""
    match = _LOCAL.match(text, stop.end())
    return [] if match is None else [_finding("landline-number", text, match.start(1), match.end(1))]


def _address(text: str, stop: re.Match[str]) -> list[Finding]:
    """Report the address around an at sign, written as a sign or spelt out."""
    left = _LOCAL_PART.search(text, max(stop.start() - 65, 0), stop.start())
    right = _DOMAIN.match(text, stop.end())
    if left is None or right is None or _IMAGE.fullmatch(right[0]) or (stop[0] == "@" and (left[1] or right[0].startswith(" "))):
        return []
    if left[0] == "git" and text[right.end() : right.end() + 1] in (":", "/"):
        return []
    return [_finding("email-address", text, left.start(), right.end())]


def _handle(text: str, stop: re.Match[str]) -> list[Finding]:
    """Report a WeChat or QQ handle after its name; a word of English after ``WeChat`` is none."""
    begin = stop.start()
    word = text[begin : stop.end()]
    if word.isascii() and begin and text[begin - 1].isascii() and (text[begin - 1].isalnum() or text[begin - 1] in "_-"):
        return []
    identifier = _WXID.match(text, begin)
    if identifier is not None:
        return [_finding("chat-handle", text, begin, identifier.end())]
    match = _HANDLE.match(text, stop.end())
    if match is None:
        return []
    handle = match["handle"]
    if re.fullmatch(r"1[3-9][0-9]{9}", handle):
        return [_finding("mobile-number", text, match.start("handle"), match.end("handle"))]
    marked = bool(match["mark"] or match["named"])
    if handle.isdigit():
        fits = word.casefold() == "qq" or word == "扣扣" or (marked and len(handle) > 5)
    else:
        lettered = handle.replace("_", "").replace("-", "").isalpha()
        fits = (marked and handle.casefold() not in _NO_HANDLE) or not lettered
        fits = fits and (word.casefold() != "qq" or marked)
    return [_finding("chat-handle", text, match.start("handle"), match.end("handle"))] if fits else []


def _birthday(text: str, stop: re.Match[str]) -> list[Finding]:
    """Report a day right after the word birthday, unless it is a company's."""
    match = _BIRTHDAY.match(text, stop.end())
    if match is None or _COMPANY_DAY.search(text, max(stop.start() - 4, 0), stop.start()):
        return []
    return [_finding("birthday", text, stop.start(), match.end())]


def _full_name(text: str, stop: re.Match[str]) -> list[Finding]:
    """Report a surname and a given name of one or two characters right before a title."""
    title = stop.start() - text.endswith("副", 0, stop.start())
    for length in (2, 1):
        start = title - length - 1
        if start < 0:
            continue
        given = text[start + 1 : title]
        compound = text[max(start - 1, 0) : start + 1] in _COMPOUND
        if (
            not (compound or text[start] in _SURNAMES)
            or given in _NOT_GIVEN
            or not all("\u3400" <= one <= "\u9fff" for one in given)
        ):
            continue
        if compound or not _is_word(text, start):
            return [_finding("full-name-with-title", text, start - compound, stop.end())]
    return []


def _is_word(text: str, start: int) -> bool:
    """Tell that what looks like a name is an ordinary word, or a preposition before a surname."""
    if text[start : start + 2] in _WORDS or text[start + 1 : start + 3] in _NOT_GIVEN:
        return True
    return text[start] in _PREPOSITIONS and text[start + 1] in _SURNAMES


_NUMBERS: tuple[tuple[str, re.Pattern[str], Callable[[str, re.Match[str]], bool]], ...] = (
    ("identity-card", _IDENTITY, _is_identity),
    ("bank-card", _CARD, _is_card),
    ("mobile-number", _MOBILE, _is_number_of_person),
    ("landline-number", _LANDLINE, _is_number_of_person),
)
_BESIDE: dict[str, _Look] = {
    **dict.fromkeys(["微信", "薇信", "威信", "v信", "扣扣", "qq", "vx", "wx", "wechat", "weixin"], _handle),
    **dict.fromkeys(["电话", "座机", "固话", "固定", "传真", "tel"], _local_number),
    **dict.fromkeys(["生日", "出生"], _birthday),
}


def _kind(word: str) -> _Look:
    """Return how to look at what stands beside a telling word; any word that is not listed is a title."""
    if word[0] in "一幺０１２３４５６７８９＠":
        return _spoken
    return _BESIDE.get(word.casefold(), _full_name)
