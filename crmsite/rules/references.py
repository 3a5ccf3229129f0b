"""Rules of place and reference: where a record lies, what it is called, what it points to."""

from __future__ import annotations

from crmsite.rules.rule import Rule, Wording

REFERENCES: tuple[Rule, ...] = (
    Rule(
        "unknown-folder",
        "error",
        Wording(
            "不认识的文件夹",
            "“{name}”不是任何一种记录的名字",
            "是不是“{guess}”？",
            "文件夹或文件名要说明记录种类，例如 needs、contacts、cases",
        ),
        Wording(
            "Unknown folder",
            "`{name}` is not the name of any kind of record",
            "did you mean `{guess}`?",
            "a folder or file is named after its kind, such as `needs`, `contacts` or `cases`",
        ),
    ),
    Rule(
        "key-as-file",
        "error",
        Wording(
            "把键写成了文件",
            "“{key}”是 customer.yaml 里的一个键，不是文件夹或文件",
            "把内容写到 {target} 的 {key}: 下面，再删掉这个文件",
        ),
        Wording(
            "A key written as a file",
            "`{key}` is a key of `customer.yaml`, not a folder or file",
            "write its content below `{key}:` in `{target}`, and delete this file",
        ),
    ),
    Rule(
        "misplaced-file",
        "error",
        Wording(
            "文件放错了地方",
            "{kind}不能放在“{path}”",
            "{kind}要写成{shape}",
            "客户自己的记录放在 customers/客户编号/ 下面，公司的记录放在 records 的顶层文件夹",
        ),
        Wording(
            "Misplaced file",
            "a record of this kind ({kind}) cannot lie at `{path}`",
            "write this {kind} as {shape}",
            "a customer's records lie under `customers/ID/`, the company's own in a folder at the top of the records",
        ),
    ),
    Rule(
        "no-customer",
        "error",
        Wording(
            "不知道属于哪个客户",
            "这条记录（{kind}）没有说明属于哪个客户",
            "加一行“customer: C001”，或移到 customers/C001/ 下面",
        ),
        Wording(
            "Customer not named",
            "this {kind} does not say which customer it belongs to",
            "add a line such as `customer: C001`, or move the file to `customers/C001/`",
        ),
    ),
    Rule(
        "id-mismatch",
        "error",
        Wording(
            "编号与路径不一致",
            "写的编号是“{typed}”，而路径的编号是“{path_id}”",
            "删掉 id 这一行，或把文件（文件夹）改名为“{typed}”",
        ),
        Wording(
            "Id differs from the path",
            "the id says `{typed}`, the path says `{path_id}`",
            "delete the `id` line, or rename the file or folder to `{typed}`",
        ),
    ),
    Rule(
        "customer-mismatch",
        "error",
        Wording(
            "客户与路径不一致",
            "写的客户是“{typed}”，而文件在客户“{path_id}”的文件夹里",
            "删掉 customer 这一行，或把文件移到 customers/{typed}/",
        ),
        Wording(
            "Customer differs from the path",
            "the record names customer `{typed}` but lies in the folder of `{path_id}`",
            "delete the `customer` line, or move the file to `customers/{typed}/`",
        ),
    ),
    Rule(
        "row-of-other-customer",
        "error",
        Wording(
            "这一行是别家客户的",
            "这一行写的客户是“{typed}”，而表格在客户“{path_id}”的文件夹里",
            "如果是写错了，改成 {path_id}；如果真是“{typed}”的，把这一行移到那家客户的表格里",
        ),
        Wording(
            "Row of another customer",
            "this row names the customer `{typed}`, but the table lies in the folder of `{path_id}`",
            "write `{path_id}` if it is a slip; if the row is of `{typed}`, move it to the table of that customer",
        ),
    ),
    Rule(
        "id-from-path",
        "error",
        Wording(
            "路径给出的编号不能用",
            "路径给出的编号是“{text}”，它不能作编号",
            "给“{name}”改名：字母开头，只用字母、数字、- 和 _，例如 C001；不能用 index、con 等保留名",
        ),
        Wording(
            "Path gives an unusable id",
            "the path gives the id `{text}`, which cannot be one",
            "rename `{name}`: a letter, then letters, digits, `-` and `_`, such as `C001`; `index` and `con` are reserved",
        ),
    ),
    Rule(
        "duplicate-id",
        "error",
        Wording("编号重复", "编号“{id}”已经用在 {first}", "换一个没有用过的编号"),
        Wording("Duplicate id", "the id `{id}` is already taken at {first}", "give this one an id that has never been used"),
    ),
    Rule(
        "name-collision",
        "error",
        Wording(
            "文件名只差大小写",
            "“{path}”和“{other}”只差大小写或字符写法，在 Windows 和 macOS 上是同一个文件",
            "把其中一个改名，不能只改大小写",
        ),
        Wording(
            "Names that collide",
            "`{path}` and `{other}` are one and the same file on Windows and macOS",
            "rename one of them by more than upper and lower case",
        ),
    ),
    Rule(
        "alias-taken",
        "error",
        Wording(
            "别名已被占用", "别名“{alias}”已经属于 {other}", "{named} 的全称就是它：从这里的 aliases 里删掉",
            "从其中一个客户的 aliases 里删掉它",
        ),
        Wording(
            "Alias already taken",
            "the alias `{alias}` already belongs to {other}",
            "it is the full name of {named}: delete it from the `aliases` here",
            "delete it from the `aliases` of one of the two",
        ),
    ),
    Rule(
        "contact-code-taken",
        "error",
        Wording("联系人编码重复", "联系人编码“{code}”已经用在 {first}", "换一个没有用过的编码；编码在全公司内唯一"),
        Wording(
            "Contact code already taken",
            "the contact code `{code}` is already taken at {first}",
            "give this contact a code that has never been used; codes are unique in the whole organisation",
        ),
    ),
    Rule(
        "look-alike-id",
        "warning",
        Wording(
            "编号容易看混",
            "编号“{id}”和“{other}”看上去几乎一样",
            "把其中一个改得明显不同；字母 O 与数字 0、拉丁字母与西里尔字母常被混用",
        ),
        Wording(
            "Look-alike ids",
            "the ids `{id}` and `{other}` look almost the same",
            "make one of them clearly different; the letter O and the digit 0 are often mixed up",
        ),
    ),
    Rule(
        "dangling-reference",
        "error",
        Wording("引用的记录不存在", "没有编号为“{id}”的{kind}", "是不是“{guess}”？", "核对编号，或者先建这条记录"),
        Wording(
            "Dangling reference",
            "no {kind} has the id `{id}`",
            "did you mean `{guess}`?",
            "check the id, or write that record first",
        ),
    ),
    Rule(
        "wrong-kind-reference",
        "error",
        Wording("引用了另一种记录", "“{id}”是{found}，这里应引用{expected}", "换成{expected}的编号"),
        Wording(
            "Reference to another kind",
            "`{id}` is {found}; this key takes {expected}",
            "write the id of {expected} instead",
        ),
    ),
    Rule(
        "other-customers-record",
        "error",
        Wording("引用了别的客户的记录", "“{id}”属于客户“{owner}”，不属于“{customer}”", "改成客户“{customer}”自己的记录编号"),
        Wording(
            "Record of another customer",
            "`{id}` belongs to customer `{owner}`, not to `{customer}`",
            "write the id of a record of `{customer}`",
        ),
    ),
    Rule(
        "reference-cycle",
        "error",
        Wording("引用绕成一圈", "“{id}”通过“{key}”绕回到了自己", "删掉其中一处“{key}”"),
        Wording(
            "Circular reference",
            "following `{key}` from `{id}` leads back to itself",
            "delete `{key}` from one of the records in the circle",
        ),
    ),
    Rule(
        "unknown-taxonomy-value",
        "error",
        Wording(
            "分类表里没有",
            "分类表“{taxonomy}”里没有“{text}”",
            "是不是“{guess}”？新的分类先加到 taxonomy/{taxonomy}.yaml",
            "写其中一个：{known}；新的分类先加到 taxonomy/{taxonomy}.yaml",
        ),
        Wording(
            "Not in the taxonomy",
            "`{text}` is not in the taxonomy `{taxonomy}`",
            "did you mean `{guess}`? A new value goes into taxonomy/{taxonomy}.yaml first",
            "write one of: {known}; a new value goes into taxonomy/{taxonomy}.yaml first",
        ),
    ),
    Rule(
        "unknown-customer",
        "error",
        Wording(
            "没有这个客户",
            "没有编号、名称、别名或外部编号为“{text}”的客户",
            "是不是“{guess}”？",
            "先建客户，或在客户的 aliases、external_ids 里加上“{text}”",
        ),
        Wording(
            "Unknown customer",
            "no customer goes by `{text}`: no id, name, alias or external id",
            "did you mean `{guess}`?",
            "write the customer first, or add `{text}` to its `aliases` or `external_ids`",
        ),
    ),
    Rule(
        "duplicate-row",
        "error",
        Wording("表格行重复", "“{id}”这一行已经出现在{first}", "只留一行；重新导出一个期间时，用新文件替换旧文件"),
        Wording(
            "Duplicate row",
            "the row `{id}` already stands at {first}",
            "keep one of the two; when a period is exported again, the new file replaces the old one",
        ),
    ),
    Rule(
        "return-without-order",
        "error",
        Wording(
            "退货没有对应的订单",
            "退货“{id}”对应的订单“{order}”不存在",
            "写上原订单的编号，或把原订单也导入",
        ),
        Wording(
            "Return without its order",
            "the order `{order}` that the return `{id}` names does not exist",
            "write the number of the order that was returned, or import that order too",
        ),
    ),
    Rule(
        "return-unnamed",
        "warning",
        Wording(
            "退货没有写原订单",
            "退货“{id}”没有写退的是哪一单",
            "在 returns 列写上原订单的编号；金额照样冲减，但只有金额正好相等的订单才算整单退回",
        ),
        Wording(
            "Return that names no order",
            "the return `{id}` does not say which order comes back",
            "name the order in the column `returns`; the amount is taken off either way, but only an order of exactly that "
            "amount counts as given back",
        ),
    ),
    Rule(
        "unknown-duty",
        "warning",
        Wording(
            "没有这项义务",
            "打法、客群计划和关怀计划里都没有“{text}”",
            "是不是“{guess}”？",
            "写成 S.qbr、计划编号.措施编号，或 关怀计划编号.项目",
        ),
        Wording(
            "Unknown duty",
            "no playbook, plan for a segment or care programme has `{text}`",
            "did you mean `{guess}`?",
            "write it as `S.qbr`, `PLAN.ACTION` or `PROGRAMME.ITEM`",
        ),
    ),
    Rule(
        "period-of-other-rhythm",
        "warning",
        Wording("期间对不上周期", "“{duty}”没有叫“{text}”的周期", "按它的周期写，例如 {period}"),
        Wording(
            "Period of another rhythm",
            "`{duty}` has no period called `{text}`",
            "write a period of its own rhythm, such as `{period}`",
        ),
    ),
    Rule(
        "unknown-metric",
        "error",
        Wording(
            "不认识的指标",
            "没有“{metric}”这个指标",
            "是不是“{guess}”？",
            "crmsite list metrics 列出全部指标；crmsite explain unknown-metric 说明名字怎么写",
        ),
        Wording(
            "Unknown metric",
            "there is no metric `{metric}`",
            "did you mean `{guess}`?",
            "`crmsite list metrics` prints them all; `crmsite explain unknown-metric` tells how a name is written",
        ),
    ),
    Rule(
        "target-of-customer",
        "warning",
        Wording(
            "单个客户算不出的指标", "“{metric}”说的是全部客户，对单个客户算不出", "换成单个客户也有的指标，或写进 records/goals/"
        ),
        Wording(
            "Metric that one customer has not",
            "`{metric}` speaks of all customers; of a single one it cannot be told",
            "aim at a metric that a single customer has, or put it into `records/goals/`",
        ),
    ),
    Rule(
        "target-of-company",
        "warning",
        Wording("公司算不出的指标", "“{metric}”只对单个客户有意义", "换成全部客户也有的指标，或写进客户自己的计划"),
        Wording(
            "Metric that the company has not",
            "`{metric}` speaks of one customer only",
            "aim at a metric that all customers have together, or put it into a customer's own plan",
        ),
    ),
    Rule(
        "target-unit",
        "error",
        Wording("目标的单位不对", "指标“{metric}”的目标不能用“{unit}”作单位", "单位写成：{known}"),
        Wording("Unit that does not fit", "a target for `{metric}` cannot be in `{unit}`", "write one of these units: {known}"),
    ),
    Rule(
        "target-not-a-ratio",
        "error",
        Wording("比率写成了百分数", "目标“{text}”作为比率就是 {percent}%", "比率写成小数：{meant}"),
        Wording(
            "Percentage for a ratio",
            "as a ratio the target `{text}` means {percent} percent",
            "write the ratio as a decimal: {meant}",
        ),
    ),
    Rule(
        "unknown-rule-answered",
        "error",
        Wording(
            "回应的预警不存在",
            "“{text}”不是一条预警",
            "按“规则@客户@日期”写，例如 no-orders@C006@2024-11-01；crmsite list alerts 会列出编号",
        ),
        Wording(
            "Answer to an unknown alert",
            "`{text}` does not name an alert",
            "write RULE@CUSTOMER@DATE, such as `no-orders@C006@2024-11-01`; `crmsite list alerts` prints the names",
        ),
    ),
    Rule(
        "answer-misses-alert",
        "warning",
        Wording("回应的日期对不上", "没有从 {day} 开始的这种预警，现在这一条从 {since} 开始", "改成 {alert}"),
        Wording(
            "Answer with another day",
            "no alert of this kind began on {day}; the one that holds now began on {since}",
            "write `{alert}`",
        ),
    ),
)
