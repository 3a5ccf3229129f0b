"""The help of every command in Chinese; in English it stands beside the command. A test holds that nothing is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Help(NamedTuple):
    """One command: its line in the table, its text in paragraphs, its examples as they are laid out, its options by their names.

    ``text`` is empty where the line says it all.
    """

    line: str
    text: str
    examples: str
    options: Mapping[str, str]


_AS_OF = "按哪一天看记录：2026-11-18、today，或 head。"
_JOBS = "用几个进程。默认每个核一个。"
_RUN = {"--as-of": _AS_OF, "--jobs": _JOBS}

MAIN = Help(
    "客户、需求和策略计划都是 git 里的文件：读取、评分、说明依据，并发布成网站。",
    "",
    """
  crmsite init my-customers     新建仓库，带一个示例客户
  crmsite check                 列出全部错误：在哪一行，该怎么写
  crmsite build                 生成网站，放在 site/
  crmsite explain C001          为什么是这个等级、这个分群，为什么有这些预警
""",
    {
        "--version": "打印版本号。",
        "-C": "当作在 DIR 里运行。",
        "--lang": "消息用哪种语言，zh-CN 就是 zh。默认看 CRMSITE_LANG，再看 LANG。",
        "--color": "什么时候用颜色。",
        "--help": "打印这份说明。",
    },
)

HELP: dict[str, Help] = {
    "init": Help(
        "把文件夹变成可用的仓库，带一个示例客户。",
        """把 DIR 变成可用的仓库：设置、规则、一个示例客户、编辑器和 CI 的文件。

已有的文件一律不覆盖，只列出来。文件夹里已有客户的，不写示例。消息的语言（--lang）就是记录的第一语言。

退出码 0；文件夹不能写时为 2。""",
        """
  crmsite init my-customers               新建文件夹
  crmsite --lang en init . --ci gitlab    就在这个文件夹，英文，用 GitLab
  crmsite init --no-example               不带示例客户
""",
        {"--ci": "给哪个代码平台写 CI 文件。", "--no-example": "不带示例客户。"},
    ),
    "new": Help(
        "新建记录：客户、需求、计划，或一个季度的评估。",
        """新建一份 KIND 记录：文件放在该放的位置，必填的键在前，其余的键写成注释。

KIND 可以写编号、文件夹名或中文名：need、needs、需求。没给 ID 就用下一个空号。`new assessments PERIOD` 按评分表，\
给每家已评级而本季度还没评估的客户起草评估。写了哪些文件，逐一打印路径。

退出码 0；文件已经存在、所指的东西不存在，或者写出来会有错时为 2。""",
        """
  crmsite new customer C031 --name 'XX公司' --owner E-zhao
  crmsite new contact --customer C031 --name '张*' --set role=决策人 --set title=总经理
  crmsite new need --customer C031 --set nature=explicit --set kind=delivery --set importance=5
  crmsite new need --customer C031 --set 'text={zh: 季度返利, en: Quarterly rebate}' --set 'themes=[pricing]'
  crmsite new plan 2027 --customer C031
  crmsite new person E-gao --name '高*' --set role=account_manager --set team=sales
  crmsite new assessments 2026-Q4          给每家已评级的客户起草
""",
        {
            "--customer": "属于哪家客户：编号、别名或名称。",
            "--name": "客户的名称；联系人或内部人员的脱敏姓名。",
            "--owner": "由谁负责，或由谁填写：编号或姓名。默认是该客户的负责人。",
            "--set": "一个键的值，写法与文件里一样：文字、[列表] 或 {键: 值}。可以写多次。",
        },
    ),
    "log": Help(
        "用一行写下一次跟进。",
        """用一行写下与 CUSTOMER 的一次跟进，单独存成一个文件。

在终端里，它会列出这次联系可能了结的预警、下一步和维护义务供你选；不在终端时只列出来。写之前先查一遍有没有个人信息。\
写了哪些文件，逐一打印路径。

退出码 0；所指的东西不存在，或者写出来会有错时为 2。""",
        """
  crmsite log C001 '电话确认复盘会议程' --kind call_back
  crmsite log C001 '现场培训两天' --kind 培训 --with P-C001-01 --on 2026-11-18
  crmsite log C006 '谈妥新的交付计划' --next '发送计划' --next-due 2026-11-25
  crmsite log C001 '四季度复盘会' --kind business_review --fulfils S.qbr@2026-Q4
  crmsite log C003 '新负责人已见面' --answers contact-left
""",
        {
            "--kind": "什么类型：编号或中文名。默认看渠道，否则是拜访。",
            "--channel": "通过什么渠道：编号或中文名。默认看类型。",
            "--by": "谁联系的：编号或姓名。默认是该客户的负责人。",
            "--on": "哪一天。默认今天。",
            "--at": "日期和时刻，代替 --on。",
            "--with": "对方谁参加：编号、代号或脱敏姓名。可以写多次。",
            "--next": "约定的下一步。",
            "--next-due": "下一步的期限。",
            "--fulfils": "履行了哪项义务：S.qbr，或 S.qbr@2026-Q4。可以写多次。",
            "--answers": "回应了哪条预警：规则或预警的编号。可以写多次。",
            "--closes": "随之完成的下一步或动作。可以写多次。",
        },
    ),
    "answer": Help(
        "回应一条预警。",
        """回应 CUSTOMER 的 RULE 预警：把做了什么写成一次跟进，并注明是哪条预警。

RULE 写规则的编号（no-orders）、简称（W1）或预警的编号。没写 TEXT 时在终端里问你，旁边列出通常的做法。

退出码 0；没有这样一条还开着的预警时为 2，并列出还开着的。""",
        """
  crmsite answer C019 no-orders '电话确认：库存够用到一月'
  crmsite answer C003 W2 '已见到新负责人' --kind visit --with P-C003-03
  crmsite answer C013 payment-late '答应月底付清' --next '核对到账' --next-due 2026-11-30
""",
        {
            "--kind": "做了什么：编号或中文名。",
            "--channel": "通过什么渠道：编号或中文名。默认看类型。",
            "--by": "谁回应的：编号或姓名。默认是该客户的负责人。",
            "--on": "哪一天。默认今天。",
            "--with": "对方谁参加：编号、代号或脱敏姓名。可以写多次。",
            "--next": "约定的下一步。",
            "--next-due": "下一步的期限。",
        },
    ),
    "check": Help(
        "读取全部记录，报告全部错误。",
        """读取全部记录，报告全部错误：在哪一行，该怎么写；主题写错了也报。

没有错误时退出码为 0，有错误为 1，无法运行为 2。""",
        """
  crmsite check
  crmsite --lang en check --strict
  crmsite check --format github     在合并请求上逐行标注
""",
        {**_RUN, "--format": "错误按什么格式打印。", "--strict": "警告也算错误。", "--exit-zero": "不管查出什么，退出码都是 0。"},
    ),
    "build": Help(
        "生成网站，一次换上。",
        "生成网站，一次换上。记录有错误时，旧网站保持原样。",
        """
  crmsite build
  crmsite build --explain
  crmsite build --audience partner
  crmsite build --verify            证明增量生成与全新生成完全相同
""",
        {
            **_RUN,
            "--audience": "给 site.yaml 里的某个受众生成：它不该看到的，一个字节都没有。",
            "--site": "网站放在哪里。默认 site/；给受众的是 site-NAME/。",
            "--explain": "逐页说明为什么重新生成。",
            "--verify": "另外从头生成一遍，逐字节比较。",
            "--keep-going": "记录有错误也发布，有错的记录不算在内。",
        },
    ),
    "serve": Help(
        "边改边看网站；改坏了就看到错在哪里。",
        """边改边看网站：记录或主题一保存，页面自己刷新。

记录有错误时，保留最后一次完好的页面，在终端和浏览器里列出错误；改好了自己恢复。

按 Ctrl-C 结束，退出码 130；无法监听时为 2。""",
        """
  crmsite serve
  crmsite serve --open
  crmsite serve -a 127.0.0.1:9000
  crmsite serve --poll              网络磁盘上用

\b
网站建在 .crmsite/serve 里，不在 site/；也不会为了刷新去改网站的任何文件。
按 Ctrl-C 一秒之内结束，退出码同别的命令一样是 130。
""",
        {
            **_RUN,
            "--address": "在哪里监听；端口写 0 就随便挑一个空闲的。",
            "--open": "打开浏览器。",
            "--poll": "系统不通知文件变化时，反复去看。",
        },
    ),
    "explain": Help(
        "说明客户为什么是这样，或一条规则是什么意思。",
        """说明客户为什么是这样、一份记录说了什么，或者一条规则、一项评分、一种预警是什么意思。

客户可以写编号、别名或名称；每个数字都列出它出自哪些行。

没有这个名字时，退出码为 2。""",
        """
  crmsite explain C001
  crmsite --lang en explain C001 --as-of 2026-06-30
  crmsite explain C001 --json
  crmsite explain SV-2026H1             一次调研的答案怎样给它问到的功能分类
  crmsite explain RC-2026-001           一串“为什么”核实到哪一步；RK-2026-001：一项风险
  crmsite explain no-orders             一种预警
  crmsite explain dangling-reference    crmsite check 报的一种错误
""",
        {**_RUN, "--json": "全部数字和依据，JSON 格式。"},
    ),
    "list": Help(
        "列出客户、需求、动作、义务、预警、风险、调研或指标。",
        """列出客户、需求、动作、维护义务、预警、风险或调研，最急的在前；或者全体的指标。

退出码 0，什么也没找到也是 0；筛选条件写的东西不存在时为 2。""",
        """
  crmsite list customers --tier S
  crmsite list needs --owner 赵经理
  crmsite list actions --stage 长期合作
  crmsite list duties --owner 赵经理
  crmsite list alerts --rule no-orders --json
  crmsite list risks --customer C001
  crmsite list surveys --json
  crmsite list customers --csv > customers.csv
  crmsite list metrics --owner 赵经理
""",
        {
            **_RUN,
            "--customer": "只看这家客户：编号、别名或名称。",
            "--owner": "只看这个人负责的：编号或姓名。",
            "--tier": "只看这一等级的客户，以及它们名下的。",
            "--stage": "只看这一阶段的客户（编号或中文名），以及它们名下的。",
            "--rule": "只看这条规则的预警：no-orders、W1。",
            "--all": "已关闭的需求和风险、已结束的动作、错过的义务、已豁免的预警也列出。",
            "--json": "JSON 格式：键名不变，数字不取整。",
            "--csv": "CSV 格式，Excel 可直接打开。",
        },
    ),
    "cuts": Help(
        "按你自己的订单，提出 RFM 分档点供复核。",
        """按你自己的订单提出 RFM 分档点：20、40、60、80 % 分位，旁边是现行的分档点。

什么也不改：同意的，写进新一版规则。分位没有意义时拒绝：有订单的客户不足 50 家、不同的值不足 5 个，\
或者超过五分之一的客户是同一个值。""",
        """
  crmsite cuts
  crmsite cuts --as-of 2026-06-30
""",
        _RUN,
    ),
    "fmt": Help(
        "把记录的键排好顺序，一个字也不丢。",
        """把记录的键按规定的顺序排好，列表值换成编号；注释、引号和文字都保留。

打印改动了的文件。表格（CSV）和有错误的文件保持原样。

退出码 0；有文件出错，或者带 --check 时有文件需要改，为 1；无法运行为 2。""",
        """
  crmsite fmt                                  全部记录
  crmsite fmt records/customers/C001           一家客户的
  crmsite fmt --check                          什么也不改；用在 CI 里
""",
        {"--check": "什么也不改，只列出需要改的文件。"},
    ),
    "schema": Help(
        "写出 JSON Schema，编辑器据此补全和检查。",
        """打印一种记录（KIND）的 JSON Schema，或者写出全部。

它与 check 的说法一致：键、列表值和中文名、范围、日期的写法。

退出码 0；没有这种记录，或者文件夹不能写时为 2。""",
        """
  crmsite schema customer                  一种，打印到标准输出
  crmsite schema --write .schemas          每种一个文件
  crmsite schema --write .schemas > .vscode/settings.json

\b
编辑器不用设置，看记录的第一行也能找到：
  # yaml-language-server: $schema=../../../.schemas/customer.schema.json
""",
        {"--write": "把全部写进 DIR，并打印编辑器要用的设置。"},
    ),
    "doctor": Help(
        "看看环境：装了什么，什么会碍事。",
        """看看环境，一行一项：正常、值得知道，或者有问题以及怎么办。

什么也不改。记录只数一数，不读内容：读内容用 `crmsite check`。

没有碍事的，退出码为 0；有问题为 1。""",
        """
  crmsite doctor
  crmsite -C ../customers doctor
""",
        {},
    ),
}
