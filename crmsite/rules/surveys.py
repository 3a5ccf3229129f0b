"""Rules of surveys: answers fit what was asked, exports are understood, and carry nothing that nobody should copy."""

from __future__ import annotations

from crmsite.rules.rule import Rule, Wording

SURVEYS: tuple[Rule, ...] = (
    Rule(
        "unknown-dimension",
        "error",
        Wording(
            "调研没有这个维度",
            "调研 {survey} 没有“{dimension}”这个维度",
            "是不是“{guess}”？调研的维度：{known}",
            "调研的维度：{known}",
        ),
        Wording(
            "Dimension not in the survey",
            "the survey {survey} has no dimension `{dimension}`",
            "did you mean `{guess}`? It asks about: {known}",
            "the survey asks about: {known}",
        ),
    ),
    Rule(
        "answer-outside-window",
        "warning",
        Wording(
            "答卷不在调研期间",
            "答卷日期 {date} 不在 {survey} 的调研期间（{start} 至 {end}）",
            "核对日期；调研延长了，就改 window",
        ),
        Wording(
            "Answer outside the survey's time",
            "the answer is dated {date}, the survey {survey} ran from {start} to {end}",
            "check the date; if the survey was extended, change its `window`",
        ),
    ),
    Rule(
        "sheet-without-survey",
        "error",
        Wording("答卷表旁边没有调研", "{folder} 里没有可读的 survey.yaml，表头不知道是什么意思", "在同一文件夹写好 survey.yaml"),
        Wording(
            "Answer sheet without a survey",
            "there is no readable `survey.yaml` in `{folder}` that says what the headings mean",
            "write a `survey.yaml` in the same folder",
        ),
    ),
    Rule(
        "sheet-without-column",
        "error",
        Wording(
            "调研写的列不在表头里",
            "表头里没有“{column}”，survey.yaml 的 {key} 却写了它",
            "改 survey.yaml 的 {key}，不要改导出表；是不是“{guess}”？",
            "改 survey.yaml 的 {key}，不要改导出表；表头里还没有用上的列：{known}",
        ),
        Wording(
            "Heading that the export has not",
            "no heading of this export is `{column}`, which `{key}` of `survey.yaml` names",
            "mend `{key}` of `survey.yaml`, not the export; did you mean `{guess}`?",
            "mend `{key}` of `survey.yaml`, not the export; headings without a meaning so far: {known}",
        ),
    ),
    Rule(
        "sheet-contact-named",
        "error",
        Wording(
            "联系人一列写的不是编号",
            "“{column}”列的“{text}”不是联系人编号",
            "写联系人的编号，例如 P-C001-01，或把这一格留空",
        ),
        Wording(
            "Contact that is not named by its id",
            "`{text}` in the column `{column}` is not the id of a contact",
            "write the contact's id, such as `P-C001-01`, or leave the cell empty",
        ),
    ),
    Rule(
        "scale-reversed",
        "error",
        Wording("量表首尾颠倒", "量表的最低分 {low} 不小于最高分 {high}", "min 写最低分，max 写最高分，例如 {{min: 1, max: 5}}"),
        Wording(
            "Scale that runs backwards",
            "the lowest answer of the scale, {low}, is not below the highest, {high}",
            "put the lowest answer into `min` and the highest into `max`, such as `{{min: 1, max: 5}}`",
        ),
    ),
    Rule(
        "sheet-without-questions",
        "error",
        Wording(
            "表头里没有一道题",
            "表头里没有一列对得上调研的题目",
            "在 survey.yaml 的 columns 里写上列名对应的维度（{known}），或把题目原文写进 questions",
        ),
        Wording(
            "No question in the headings",
            "no heading fits a question of the survey",
            "name in `columns` of `survey.yaml` the heading of each dimension ({known}), or write the questions in full",
        ),
    ),
    Rule(
        "answer-without-value",
        "error",
        Wording(
            "答案没有对应的分值",
            "“{column}”里的“{text}”不知道算几分",
            "在 survey.yaml 的 {key} 里写“{text}: 分值”（{low} 到 {high}）",
            "这一问要的是 {low} 到 {high} 的数",
        ),
        Wording(
            "Answer without a value",
            "it is not known what `{text}` in `{column}` counts",
            "write `{text}: VALUE` in `{key}` of `survey.yaml`, from {low} to {high}",
            "this question takes a number from {low} to {high}",
        ),
    ),
    Rule(
        "sheet-personal-column",
        "warning",
        Wording(
            "答卷表里有个人信息的列",
            "“{column}”列是个人信息；程序不读它，git 却会一直留着",
            "导出时不勾选，或提交前删掉这一列",
        ),
        Wording(
            "Personal data in an answer sheet",
            "the column `{column}` holds personal data; it is not read here, but git keeps it for ever",
            "leave it out of the export, or delete the column before you commit",
        ),
    ),
)
