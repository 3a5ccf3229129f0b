"""Rules of reading: what keeps a file from being opened, decoded or taken apart as YAML."""

from __future__ import annotations

from crmsite.rules.rule import Rule, Wording

READING: tuple[Rule, ...] = (
    Rule(
        "wrong-theme",
        "error",
        Wording("主题用不了", "网站主题用不了：{told}", "照提示改主题，或改 site.yaml 里的 theme；怎么写见 docs/themes.md"),
        Wording(
            "Theme that cannot be used",
            "the site's theme cannot be used: {told}",
            "mend the theme as told, or name another in `site.yaml`; docs/themes.md says how a theme is written",
        ),
    ),
    Rule(
        "not-a-plain-file",
        "error",
        Wording(
            "不是普通文件",
            "“{path}”不是普通文件，而是链接、管道、设备，或叫这个名字的文件夹",
            "把内容存成普通文件放在这里；文件夹的名字不要以 .yaml 或 .csv 结尾；链接指向的内容不会被读取",
        ),
        Wording(
            "Not a plain file",
            "`{path}` is a link, a pipe, a device, or a folder named like a file",
            "put an ordinary file here; a folder's name does not end in `.yaml` or `.csv`; links are never followed",
        ),
    ),
    Rule(
        "unknown-file-type",
        "error",
        Wording(
            "不认识的文件类型",
            "“{path}”既不是 .yaml 也不是 .csv",
            "把内容写成 .yaml（记录）或 .csv（表格），或者移出 records 目录",
        ),
        Wording(
            "Unknown file type",
            "`{path}` is neither .yaml nor .csv",
            "write it as .yaml (a record) or .csv (a table), or move it out of the records folder",
        ),
    ),
    Rule(
        "spreadsheet-file",
        "error",
        Wording(
            "表格软件的文件",
            "“{path}”是表格软件自己的格式，读不了",
            "在表格软件里另存为“CSV UTF-8（逗号分隔）”放在这里，再移走这个文件；只改后缀名不行",
        ),
        Wording(
            "File of a spreadsheet",
            "`{path}` is in a spreadsheet's own format, which is not read",
            "save it here from the spreadsheet as “CSV UTF-8 (comma delimited)” and move this file away; renaming it is not enough",
        ),
    ),
    Rule(
        "ending-in-capitals",
        "error",
        Wording("后缀名用了大写", "“{path}”的后缀名用了大写字母", "改名为 {name}"),
        Wording("Ending in capitals", "the ending of `{path}` has capital letters", "rename it to `{name}`"),
    ),
    Rule(
        "bad-file-name",
        "error",
        Wording(
            "文件名读不出来",
            "文件名“{path}”里有看不见的字符，或者不是 UTF-8 编码",
            "重新起名，只用字母、数字、- 和 _；名字写在记录里，不写在文件名里",
        ),
        Wording(
            "Unreadable file name",
            "the name `{path}` holds invisible characters, or bytes that are not UTF-8",
            "rename the file with letters, digits, `-` and `_`; names belong into the record",
        ),
    ),
    Rule(
        "file-too-large",
        "error",
        Wording("文件太大", "文件超过 {limit} 字节的上限，没有读取", "拆成几个文件，一条记录一个；订单等表格按月拆分"),
        Wording(
            "File too large",
            "the file is over the limit of {limit} bytes and was not read",
            "split it: one record per file, one month per table",
        ),
    ),
    Rule(
        "unreadable-file",
        "error",
        Wording("文件读不出来", "文件无法读取：{problem}", "检查文件权限和磁盘，然后重新运行"),
        Wording(
            "Unreadable file",
            "the file could not be read: {problem}",
            "check the file's permissions and the disk, then run again",
        ),
    ),
    Rule(
        "not-utf-8",
        "error",
        Wording(
            "不是 UTF-8 编码",
            "这一行不是 UTF-8 编码，看起来是 {encoding}",
            "另存为 UTF-8 再提交；Excel 里选“CSV UTF-8（逗号分隔）”",
        ),
        Wording(
            "Not UTF-8",
            "this line is not UTF-8; it looks like {encoding}",
            "save the file again as UTF-8: in Excel “CSV UTF-8 (Comma delimited)”, in most editors “Save with encoding”",
        ),
    ),
    Rule(
        "control-character",
        "error",
        Wording("看不见的字符", "这里有一个看不见的字符 {code}", "删掉它；多半是从网页或聊天窗口复制时带进来的"),
        Wording(
            "Invisible character",
            "there is an invisible character here, {code}",
            "delete it; such characters usually come along when copying from a web page or a chat",
        ),
    ),
    Rule(
        "empty-file",
        "error",
        Wording("空文件", "文件里没有记录", "写上一条记录，或者删掉这个文件"),
        Wording("Empty file", "the file holds no record", "write a record in it, or delete the file"),
    ),
    Rule(
        "yaml-directive",
        "error",
        Wording("YAML 指令", "文件以 % 开头的 YAML 指令开始", "删掉 % 开头的那一行和它后面的“---”"),
        Wording(
            "YAML directive",
            "the file starts with a YAML directive",
            "delete the line that starts with %, and the `---` after it",
        ),
    ),
    Rule(
        "several-documents",
        "error",
        Wording("一个文件里有多个文档", "“---”把文件分成了几个文档", "写成一个列表，每条记录以“- ”开头；或者一条记录一个文件"),
        Wording(
            "Several documents in one file",
            "`---` splits this file into several documents",
            "write one list in which each record starts with `- `, or give each record a file of its own",
        ),
    ),
    Rule(
        "yaml-alias",
        "error",
        Wording(
            "YAML 别名",
            "“*{name}”会被当成 YAML 别名，记录里不用别名",
            "如果是文字，加上引号：'*{name}'；如果想引用别处的内容，请原样写出来",
        ),
        Wording(
            "YAML alias",
            "`*{name}` reads as a YAML alias, which records do not use",
            "if it is text, quote it: `'*{name}'`; if it stands for something above, write that out again",
        ),
    ),
    Rule(
        "yaml-anchor",
        "error",
        Wording("YAML 锚点", "“&{name}”会被当成 YAML 锚点，记录里不用锚点", "如果是文字，给整个值加上引号；否则删掉“&{name}”"),
        Wording(
            "YAML anchor",
            "`&{name}` reads as a YAML anchor, which records do not use",
            "if it is text, put the whole value in quotes; otherwise delete `&{name}`",
        ),
    ),
    Rule(
        "yaml-tag",
        "error",
        Wording("YAML 标签", "“{tag}”会被当成 YAML 标签，记录里不用标签", "删掉标签；如果它是文字的一部分，给整个值加上引号"),
        Wording(
            "YAML tag",
            "`{tag}` reads as a YAML tag, which records do not use",
            "delete the tag; if it is part of the text, put the whole value in quotes",
        ),
    ),
    Rule(
        "yaml-merge-key",
        "error",
        Wording("YAML 合并键", "“<<”是 YAML 合并键，记录里不用", "把要合并的各个键直接写在这里"),
        Wording("YAML merge key", "`<<` is a YAML merge key, which records do not use", "write the keys out here"),
    ),
    Rule(
        "too-deep",
        "error",
        Wording("嵌套太深", "嵌套超过 {limit} 层", "记录最多只有几层；多半是少了一个右括号，或缩进越写越深"),
        Wording(
            "Nested too deeply",
            "nesting goes deeper than {limit} levels",
            "records need only a few levels; look for an unclosed bracket or a growing indent",
        ),
    ),
    Rule(
        "text-too-long",
        "error",
        Wording("文字太长", "一个字段的文字超过 {limit} 个字符", "只留要点，原文放到别处再写上链接"),
        Wording(
            "Text too long",
            "the text of one field is over {limit} characters",
            "keep the gist here and link to the full text",
        ),
    ),
    Rule(
        "too-many-items",
        "error",
        Wording("列表太长", "一个列表超过 {limit} 项", "一条记录一个文件，不要全放在一个列表里"),
        Wording(
            "Too many items",
            "a list has more than {limit} items",
            "give each record a file of its own instead of one long list",
        ),
    ),
    Rule(
        "key-not-text",
        "error",
        Wording(
            "键不是文字",
            "冒号前的键是列表或映射，不是文字",
            "在冒号前写一个简单的键名，例如“name: …”；文字里的 {{ }} 和 [ ] 要加引号",
        ),
        Wording(
            "Key is not text",
            "the key before the colon is a list or a mapping, not text",
            "write a plain key, such as `name: …`; braces and brackets inside text need quotes around the whole value",
        ),
    ),
    Rule(
        "duplicate-key",
        "error",
        Wording("键重复", "“{key}”写了两次，第一次在{first}", "只留一个；如果是两条记录，每条前面加“- ”"),
        Wording(
            "Duplicate key",
            "`{key}` is written twice, first on {first}",
            "keep one of the two; if these are two records, start each with `- `",
        ),
    ),
    Rule(
        "tab-indent",
        "error",
        Wording("用了制表符", "这里用了制表符（Tab）", "换成空格，每层两个空格"),
        Wording("Tab character", "there is a tab character where spaces are due", "replace it with spaces, two for each level"),
    ),
    Rule(
        "full-width-colon",
        "error",
        Wording("全角冒号", "“{key}”后面是全角冒号“：”", "换成半角冒号加空格：{text}"),
        Wording("Full-width colon", "a full-width colon follows `{key}`", "write a plain colon and a space: `{text}`"),
    ),
    Rule(
        "merge-conflict",
        "error",
        Wording(
            "合并没有做完",
            "“{text}”是合并冲突的标记，这里的合并没有做完",
            "在两种写法里留下对的一种，删掉 <<<<<<<、======= 和 >>>>>>> 三行",
        ),
        Wording(
            "Unfinished merge",
            "`{text}` marks a merge that was not finished",
            "keep the version that is right, and delete the three lines with <<<<<<<, ======= and >>>>>>>",
        ),
    ),
    Rule(
        "unquoted-star",
        "error",
        Wording("星号开头没有加引号", "“{text}”以星号开头，YAML 会当成别名", "加上引号：'{text}'"),
        Wording("Unquoted star", "`{text}` starts with a star, which YAML reads as an alias", "put it in quotes: `'{text}'`"),
    ),
    Rule(
        "unquoted-colon",
        "error",
        Wording("文字里的冒号没有加引号", "“{key}”的文字里有冒号加空格，YAML 会当成另一个键", '给文字加上引号：{key}: "{text}"'),
        Wording(
            "Unquoted colon",
            "the text of `{key}` holds a colon and a space, which YAML reads as another key",
            'put the text in quotes: `{key}: "{text}"`',
        ),
    ),
    Rule(
        "colon-without-space",
        "error",
        Wording("冒号后没有空格", "“{key}”的冒号后面没有空格", "写成：{text}"),
        Wording("No space after the colon", "no space follows the colon of `{key}`", "write `{text}`"),
    ),
    Rule(
        "loose-line",
        "error",
        Wording(
            "不是键也不是值",
            "这一行不是“键: 值”，也没有接在上一行的文字后面",
            "如果接着上一行的文字，行首多空两格；如果是新的一项，写成“键: 值”",
        ),
        Wording(
            "Neither key nor value",
            "this line is no `key: value`, nor does it continue the text above",
            "indent it by two spaces more if it continues that text; write it as `key: value` if it is an item of its own",
        ),
    ),
    Rule(
        "line-indented",
        "error",
        Wording(
            "缩进过深",
            "这一行比第 {above} 行缩进得深，第 {above} 行却已经有值",
            "如果是新的一项，让行首与第 {above} 行对齐；如果是那段文字的一部分，给整段文字加上引号",
        ),
        Wording(
            "Indented too far",
            "this line is indented below line {above}, which has a value already",
            "begin it where line {above} begins if it is a key of its own; put the whole text in quotes if it continues that text",
        ),
    ),
    Rule(
        "text-after-quote",
        "error",
        Wording("引号之后还有文字", "引号收尾之后还有文字，读不出来", "给整个值加上引号：{text}"),
        Wording(
            "Text after the closing quote",
            "text follows a quote that has been closed",
            "put the whole value in quotes: `{text}`",
        ),
    ),
    Rule(
        "full-width-comma",
        "error",
        Wording("全角逗号", "这里用的是全角逗号“，”", "换成半角逗号加空格：{text}"),
        Wording("Full-width comma", "there is a full-width comma here", "write a plain comma and a space: `{text}`"),
    ),
    Rule(
        "not-closed",
        "error",
        Wording("没有收尾", "这里的“{text}”没有对应的收尾", "在这个值的末尾补上对应的引号或括号"),
        Wording(
            "Not closed",
            "the `{text}` that starts here is never closed",
            "add the matching quote or bracket at the end of this value",
        ),
    ),
    Rule(
        "reserved-character",
        "error",
        Wording("保留字符开头", "值不能以“{text}”开头，它在 YAML 里另有含义", "给整个值加上引号，例如 '{text}…'"),
        Wording(
            "Reserved character",
            "a value cannot start with `{text}`, which has a meaning of its own in YAML",
            "put the whole value in quotes, such as `'{text}…'`",
        ),
    ),
    Rule(
        "yaml-syntax",
        "error",
        Wording("YAML 写法有误", "这里读不下去了：{problem}", "对照上一行检查缩进、冒号后的空格和引号"),
        Wording(
            "YAML syntax",
            "the file cannot be read beyond this point: {problem}",
            "compare the indent, the space after the colon and the quotes with the line above",
        ),
    ),
)
