"""Rules of values: what a field takes, and which keys a record has."""

from __future__ import annotations

from crmsite.rules.rule import Rule, Wording

VALUES: tuple[Rule, ...] = (
    Rule(
        "no-settings",
        "error",
        Wording("没有站点设置", "没有 records/site.yaml", "在仓库的文件夹里运行 crmsite init：只补上没有的文件，已有的一个字不动"),
        Wording(
            "No settings",
            "there is no records/site.yaml",
            "run `crmsite init` in the folder of the repository: it adds what is missing and changes no file that is there",
        ),
    ),
    Rule(
        "unknown-timezone",
        "error",
        Wording("没有这个时区", "没有“{text}”这个时区", "是不是“{guess}”？", "写时区数据库里的名字，如 Asia/Shanghai"),
        Wording(
            "Unknown time zone",
            "there is no time zone `{text}`",
            "did you mean `{guess}`?",
            "write a name of the time zone database, such as Asia/Shanghai",
        ),
    ),
    Rule(
        "not-a-month-day",
        "error",
        Wording("不是每年都有的一天", "“{text}”不是“月-日”", "写 {day}", "写两位的月和日，例如 01-01、04-01"),
        Wording(
            "Not a day of every year",
            "`{text}` is no month and day",
            "write {day}",
            "write month and day with two digits each, such as `01-01` or `04-01`",
        ),
    ),
    Rule(
        "newer-format",
        "error",
        Wording("记录格式比程序新", "记录格式是 {text} 版，这个程序只认到 {known} 版", "升级 crmsite 再读"),
        Wording(
            "Format newer than the program",
            "the records are of format {text}, and this program knows formats up to {known}",
            "upgrade crmsite, then read them",
        ),
    ),
    Rule(
        "not-a-mapping",
        "error",
        Wording("不是键值形式", "这里应是“键: 值”的形式，实际是{found}", "写成“{form}”", "每行写一个“键: 值”，例如“id: N-C001-01”"),
        Wording(
            "Not a mapping",
            "keys with values are due here; this is {found}",
            "write `{form}`",
            "write one `key: value` on each line, such as `id: N-C001-01`",
        ),
    ),
    Rule(
        "unknown-key",
        "error",
        Wording("不认识的键", "这里没有“{key}”这个键", "是不是“{guess}”？", "这里可以写：{known}"),
        Wording(
            "Unknown key",
            "there is no key `{key}` here",
            "did you mean `{guess}`?",
            "the keys that may stand here are: {known}",
        ),
    ),
    Rule(
        "missing-key",
        "error",
        Wording(
            "缺少必填的键",
            "这里（{kind}）缺少“{key}”",
            "补上一行“{key}: …”，可选：{known}",
            "补上一行“{key}: …”（怎么写见 crmsite schema {kind}）",
        ),
        Wording(
            "Missing key",
            "`{key}` is missing from this {kind}",
            "add a line `{key}: …` with one of: {known}",
            "add a line `{key}: …` (`crmsite schema '{kind}'` shows what it takes)",
        ),
    ),
    Rule(
        "derived-value-typed",
        "error",
        Wording("手填了算出来的值", "“{key}”由程序计算，不能手填", "删掉这一行；它来自{where}", "删掉这一行，程序会算出来"),
        Wording(
            "Derived value typed",
            "`{key}` is computed and cannot be typed",
            "delete this line; the value comes from {where}",
            "delete this line; the value is computed",
        ),
    ),
    Rule(
        "empty-text",
        "error",
        Wording("空值", "这里是空的", "写上{wanted}；这一项必填", "写上内容；没有内容就删掉这一行"),
        Wording(
            "Empty text",
            "nothing is written here",
            "write {wanted}; the key has to be there",
            "write it, or delete the line if there is nothing to say",
        ),
    ),
    Rule(
        "not-text",
        "error",
        Wording(
            "不是一个值",
            "这里应是一个值，实际是{found}",
            "写{wanted}，不加括号",
            "写一段文字；含“: ”或以 [ 、{{ 开头的文字要加引号",
        ),
        Wording(
            "Not a single value",
            "a single value is due here; this is {found}",
            "write {wanted}, without brackets or braces",
            "write a piece of text, in quotes if it starts with `[` or `{{` or holds `: `",
        ),
    ),
    Rule(
        "not-localised",
        "error",
        Wording(
            "不是文字或双语文字",
            "这里应是文字，或分中英文写的文字，实际是{found}",
            "写文字，或写 {{zh: 中文, en: English}}",
        ),
        Wording(
            "Neither text nor text in two languages",
            "text is due here, plain or in two languages; this is {found}",
            "write plain text, or {{zh: 中文, en: English}}",
        ),
    ),
    Rule(
        "unknown-language",
        "error",
        Wording("不认识的语言", "“{key}”不是这里可用的语言", "只写 zh 和 en：{{zh: 中文, en: English}}"),
        Wording("Unknown language", "`{key}` is not a language used here", "use zh and en only: {{zh: 中文, en: English}}"),
    ),
    Rule(
        "bad-id",
        "error",
        Wording(
            "编号写法不对",
            "“{text}”不能作编号",
            "以字母开头，只用字母、数字、- 和 _，最多 64 个字符，例如 C001；不能用 index、con 等保留名",
        ),
        Wording(
            "Malformed id",
            "`{text}` cannot be an id",
            (
                "start with a letter, then letters, digits, `-` and `_`, at most 64 characters, such as `C001`; names like "
                "`index` and `con` are reserved"
            ),
        ),
    ),
    Rule(
        "unmasked-name",
        "error",
        Wording("姓名没有脱敏", "“{text}”不是脱敏后的姓名", "写“{masked}”；只知道称呼时写“*经理”（要加引号）"),
        Wording(
            "Unmasked name",
            "`{text}` is not a masked name",
            'write `{masked}`; where only the title is known, `"*经理"`, in quotes',
        ),
    ),
    Rule(
        "bad-contact-code",
        "error",
        Wording("联系人编码不对", "“{text}”不是联系人编码", "写内部编码，例如“联系人-001”或“P-001”"),
        Wording(
            "Malformed contact code",
            "`{text}` is not a contact code",
            "write the internal code, such as `联系人-001` or `P-001`",
        ),
    ),
    Rule(
        "not-a-number",
        "error",
        Wording("不是数字", "“{text}”不是纯数字", "写 {number}", "只写数字，例如 1500000；不带单位、逗号和百分号"),
        Wording(
            "Not a number",
            "`{text}` is not a plain number",
            "write {number}",
            "write digits only, such as `1500000`, without unit, comma or percent sign",
        ),
    ),
    Rule(
        "out-of-range",
        "error",
        Wording("超出范围", "{text} 超出了范围", "写 {low} 到 {high} 之间的数", "写 {low} 或更大的数"),
        Wording("Out of range", "{text} is out of range", "write a number from {low} to {high}", "write {low} or more"),
    ),
    Rule(
        "not-positive",
        "error",
        Wording("不大于 0", "{text} 不大于 0", "写大于 0 的数；用不着这一项，就把整项删掉"),
        Wording(
            "Not above zero",
            "{text} is not above 0",
            "write a number above 0; where the item does not apply, delete all of it",
        ),
    ),
    Rule(
        "not-a-currency",
        "error",
        Wording("不是币种代码", "“{text}”不是币种代码", "写 {code}", "写三个大写字母的代码，例如 CNY、USD"),
        Wording(
            "Not a currency's code",
            "`{text}` is not the code of a currency",
            "write {code}",
            "write its three capitals, such as `CNY` or `USD`",
        ),
    ),
    Rule(
        "off-step",
        "error",
        Wording("不在刻度上", "{text} 不是 {step} 的整数倍", "写 {percent}：这里填 0 到 100 的百分数", "写 {below} 或 {above}"),
        Wording(
            "Off the scale's step",
            "{text} is not a multiple of {step}",
            "write {percent}: percent are counted from 0 to 100",
            "write {below} or {above}",
        ),
    ),
    Rule(
        "text-cut",
        "warning",
        Wording(
            "文字被截断", "这里只读到“{text}”：空格后面的 # 起是注释", "是正文就加引号：{whole}；是注释就在 # 后面空一格",
        ),
        Wording(
            "Text cut short",
            "only `{text}` is read here: from the `#` behind a space on it is a comment",
            "if it is text, put it in quotes: `{whole}`; a comment has a space after its `#`",
        ),
    ),
    Rule(
        "not-true-or-false",
        "error",
        Wording("不是 true 或 false", "“{text}”既不是 true 也不是 false", "写 true（是）或 false（否）"),
        Wording("Neither true nor false", "`{text}` is neither true nor false", "write `true` or `false`"),
    ),
    Rule(
        "no-such-date",
        "error",
        Wording("没有这一天", "日历上没有 {text} 这一天", "那个月的最后一天是 {last}", "核对月份和日期，写成 2024-06-30 的形式"),
        Wording(
            "No such date",
            "there is no {text} in the calendar",
            "the last day of that month is {last}",
            "check the month and the day; a date looks like `2024-06-30`",
        ),
    ),
    Rule(
        "date-form",
        "error",
        Wording("日期写法不对", "“{text}”不是规定的日期写法", "写 {date}"),
        Wording("Date in another form", "`{text}` is a date in another form", "write {date}"),
    ),
    Rule(
        "unlikely-year",
        "error",
        Wording("年份不像真的", "{text} 的年份不像真的", "核对年份：从 {earliest} 到 {latest} 年；没有期限的，能不写就不写"),
        Wording(
            "Unlikely year",
            "the year of {text} is hardly meant",
            "check the year: dates in records run from {earliest} to {latest}; an end that is open is left out where it may be",
        ),
    ),
    Rule(
        "not-a-date",
        "error",
        Wording("不是日期", "“{text}”不是日期", "写年-月-日，例如 {example}；{otherwise}", "写年-月-日，例如 {example}"),
        Wording(
            "Not a date",
            "`{text}` is not a date",
            "write year-month-day, such as `{example}`; {otherwise}",
            "write year-month-day, such as `{example}`",
        ),
    ),
    Rule(
        "no-such-time",
        "error",
        Wording("没有这个时刻", "“{text}”里的时刻不存在", "时刻从 00:00 到 23:59，例如 2024-06-14 17:30"),
        Wording(
            "No such time",
            "`{text}` names a time of day that does not exist",
            "times run from 00:00 to 23:59, such as `2024-06-14 17:30`",
        ),
    ),
    Rule(
        "not-a-period",
        "error",
        Wording("不是期间", "“{text}”不是期间", "写 2024、2024-H1、2024-Q2 或 2024-06"),
        Wording("Not a period", "`{text}` is not a period", "write `2024`, `2024-H1`, `2024-Q2` or `2024-06`"),
    ),
    Rule(
        "not-a-quarter",
        "error",
        Wording("不是季度", "“{text}”不是季度", "写 2024-Q2 这样的形式"),
        Wording("Not a quarter", "`{text}` is not a quarter", "write it like `2024-Q2`"),
    ),
    Rule(
        "not-in-list",
        "error",
        Wording("不在可选值里", "“{text}”不在可选值里", "是不是“{guess}”？可选：{known}", "可选：{known}"),
        Wording(
            "Not a listed value",
            "`{text}` is not one of the listed values",
            "did you mean `{guess}`? The values are: {known}",
            "write one of: {known}",
        ),
    ),
    Rule(
        "status-typed",
        "error",
        Wording(
            "手填了状态",
            "“{text}”不能作 status：进展由日期得出，不手填",
            "删掉这一行；status 只能写 void，意思是整条记录作废，不再计入",
        ),
        Wording(
            "Status typed",
            "`{text}` cannot stand as `status`: how far something is comes from its dates",
            "delete this line; `status` only takes `void`, which strikes the whole record out",
        ),
    ),
    Rule(
        "not-a-list",
        "error",
        Wording("不是列表", "“{text}”不是列表", "用方括号括起来：[{form}]"),
        Wording("Not a list", "`{text}` stands where a list is due", "put it in brackets: `[{form}]`"),
    ),
    Rule(
        "no-date",
        "error",
        Wording("没有日期", "这条记录没有日期", "写上其中一个：{keys}"),
        Wording("No date", "this record has no date", "write one of these keys: {keys}"),
    ),
    Rule(
        "bare-percent",
        "error",
        Wording(
            "百分比含义不明",
            "“{text}”没有说明是比率、百分点还是相对变化",
            "写小数和单位，例如“target: 0.1”加“unit: relative”（相对变化）；unit 也可以是 ratio（比率）或 pp（百分点）",
        ),
        Wording(
            "Bare percentage",
            "`{text}` could be a ratio, percentage points or a relative change",
            "write a decimal and its unit, such as `target: 0.1` with `unit: relative`; the unit may also be `ratio` or `pp`",
        ),
    ),
    Rule(
        "bad-uscc",
        "error",
        Wording(
            "统一社会信用代码有误",
            "“{text}”的校验位不对，或不是 18 位",
            "对照营业执照逐位核对；常见的是 0 和 O、1 和 I 写混",
        ),
        Wording(
            "Credit code with a wrong check digit",
            "`{text}` is not 18 characters long or its check digit is wrong",
            "compare it with the business licence digit by digit; 0 and O or 1 and I are often mixed up",
        ),
    ),
)
