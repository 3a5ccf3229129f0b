"""Rules of tables: what keeps a CSV file, its header, a row or a cell from being read."""

from __future__ import annotations

from crmsite.rules.rule import Rule, Wording

TABLES: tuple[Rule, ...] = (
    Rule(
        "csv-syntax",
        "error",
        Wording(
            "表格读不下去",
            "表格从这一行起读不下去了：{problem}",
            '含逗号、引号或换行的值放在双引号里，值里的双引号写两遍，例如 "5""屏"',
        ),
        Wording(
            "Unreadable table",
            "the table cannot be read from this line on: {problem}",
            'put a value with a comma, a quote or a line break in double quotes, and double a quote inside it: `"5"" screen"`',
        ),
    ),
    Rule(
        "csv-no-header",
        "error",
        Wording("表格没有表头", "第一行没有认得的列名", "把导出表的列名改成这些：{known}", "第一行写列名，例如“{example}”"),
        Wording(
            "Table without a header",
            "the first line names none of the known columns",
            "give the columns of the export these names: {known}",
            "start the file with the column names, such as `{example}`",
        ),
    ),
    Rule(
        "csv-title-row",
        "error",
        Wording("列名上面还有标题", "第一行是标题，列名在第 {line} 行", "删掉第 {line} 行以上的内容，让列名成为第一行"),
        Wording(
            "Title above the column names",
            "the first line is a title; the column names stand on line {line}",
            "delete what stands above line {line}, so that the file begins with the column names",
        ),
    ),
    Rule(
        "csv-separator",
        "error",
        Wording(
            "列之间不是逗号",
            "列之间用的是“{mark}”，不是逗号",
            "在表格软件里另存为“CSV UTF-8（逗号分隔）”；或把每一行的“{mark}”换成逗号",
        ),
        Wording(
            "Columns not separated by commas",
            "the columns are separated by `{mark}`, not by commas",
            "save it from the spreadsheet as “CSV UTF-8 (comma delimited)”, or replace `{mark}` by a comma in every line",
        ),
    ),
    Rule(
        "csv-missing-column",
        "error",
        Wording("缺少列", "表头里没有“{column}”列", "在第一行补上“{column}”，并在每一行填上它的值"),
        Wording(
            "Missing column",
            "the header has no column `{column}`",
            "add `{column}` to the first line and its value to every row",
        ),
    ),
    Rule(
        "csv-unknown-column",
        "error",
        Wording(
            "不认识的列",
            "不认识“{column}”列",
            "是不是“{guess}”？",
            "删掉这一列，或者改成认识的列名：{known}",
        ),
        Wording(
            "Unknown column",
            "there is no column called `{column}`",
            "did you mean `{guess}`?",
            "delete the column, or give it the name that is meant: {known}",
        ),
    ),
    Rule(
        "csv-column-twice",
        "error",
        Wording("列重复", "“{column}”列写了两次", "留下对的一列，删掉另一列，或给它改名"),
        Wording(
            "Column twice",
            "the column `{column}` stands in the header twice",
            "keep the one that is right, and delete or rename the other",
        ),
    ),
    Rule(
        "csv-unnamed-column",
        "error",
        Wording("列没有名字", "第 {number} 列没有列名", "在第一行给它写上列名，或删掉这一列"),
        Wording("Column without a name", "column {number} has no name", "name it in the first line, or delete the column"),
    ),
    Rule(
        "csv-row-width",
        "error",
        Wording("列数不对", "这一行有 {found} 列，表头有 {expected} 列", '含逗号的值要加双引号，例如 "1,200"；空值也要留下逗号'),
        Wording(
            "Wrong number of cells",
            "cells in this row: {found}; in the header: {expected}",
            'put double quotes around a value that holds a comma, such as `"Smith, Jones"`, and keep the comma of an empty cell',
        ),
    ),
    Rule(
        "csv-empty-cell",
        "error",
        Wording("单元格空着", "“{column}”这一格是空的", "把它填上；合计、备注之类的行不是记录，整行删掉"),
        Wording(
            "Empty cell",
            "the cell of `{column}` is empty",
            "fill it in; where the row is a total or a remark and no record, delete the row",
        ),
    ),
)
