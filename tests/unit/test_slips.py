"""Slips that everybody makes, typed as people type them: each is found at its place and told what to write instead, in both languages."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from commanding import run_in
from repositories import Repository, customer

NEED = "customers/C001/needs/01.yaml"
FILE = "customers/C001/customer.yaml"
ORDERS = "customers/C001/orders.csv"
REVIEW = "customers/C001/assessments/2024-Q2.yaml"


class Slip(NamedTuple):
    """One slip: what is changed where, the rule that finds it, the place, and what both languages say to write instead."""

    name: str
    path: str
    old: str
    new: str | bytes
    rule: str
    place: str
    zh: str
    en: str


NEW = ""
"""In place of the old text: the file is a new one."""

SLIPS = (
    Slip("a tier typed by hand", FILE, "industry:", "tier: S\nindustry:", "derived-value-typed", f"{FILE}:2:1", "assessments", "assessments"),
    Slip("an amount typed by hand", FILE, "industry:", "amount_12m: 500000\nindustry:", "derived-value-typed", f"{FILE}:2:1", "orders", "orders"),
    Slip("a customer by its name", "risks/R1.yaml", NEW, "customer: 第1制造有限公司\nraised: 2024-06-01\nlikelihood: 3\nimpact: 3\nresponse: accept\nowner: E-zhao\ntext: 交期\n",
         "dangling-reference", "risks/R1.yaml:1:11", "C001", "C001"),
    Slip("a column misspelt", ORDERS, "amount,currency", "amount,curency", "csv-unknown-column", f"{ORDERS}:1:22", "currency", "currency"),
    Slip("a column of one's own", ORDERS, "amount,currency\nO-C001-1,2023-06-01,120000,CNY\nO-C001-2,2024-02-01,200000,CNY\nO-C001-3,2024-07-01,150000,CNY",
         "amount,业务员\nO-C001-1,2023-06-01,120000,赵", "csv-unknown-column", f"{ORDERS}:1:22", "order_id、date、amount", "order_id, date, amount"),
    Slip("another customer's name as an alias", "customers/C002/customer.yaml", NEW,
         "name: 乙公司\naliases: [乙, 第1制造有限公司]\nowners: [{person: E-zhao, from: 2024-01-01}]\nstages: [{from: 2024-01-01, stage: won}]\n",
         "alias-taken", "customers/C002/customer.yaml:2:14", "C001 的全称就是它", "it is the full name of C001"),
    Slip("one of us by name", "customers/C001/plans/2024.yaml", "owner: E-zhao", "owner: 赵明", "dangling-reference",
         "customers/C001/plans/2024.yaml:3:57", "E-zhao", "E-zhao"),
    Slip("one of us by a name of which the records keep the first character", "customers/C001/plans/2024.yaml", "owner: E-zhao",
         "owner: 赵敏敏", "dangling-reference", "customers/C001/plans/2024.yaml:3:57", "E-zhao", "E-zhao"),
    Slip("an id that nobody has", "customers/C001/plans/2024.yaml", "N-C001-01", "N-C001-10", "dangling-reference",
         "customers/C001/plans/2024.yaml:3:38", "N-C001-01", "N-C001-01"),
    Slip("a confirmed order below zero", ORDERS, "currency\nO-C001-1,2023-06-01,120000,CNY\nO-C001-2,2024-02-01,200000,CNY\nO-C001-3,2024-07-01,150000,CNY",
         "status\nO-C001-1,2023-06-01,-120000,", "amount-sign", f"{ORDERS}:2:21", "`returned`", "`returned`"),
    Slip("万 in a table", ORDERS, "150000", "15万", "not-a-number", f"{ORDERS}:4:21", "写 150000", "write 150000"),
    Slip("a comma too many", ORDERS, "2024-07-01,150000", "2024-07-01,150,000", "csv-row-width", f"{ORDERS}:4:29", "加双引号", "double quotes"),
    Slip("a cell too few", ORDERS, "2024-07-01,150000,CNY", "2024-07-01,150000", "csv-row-width", f"{ORDERS}:4:27", "空值也要留下逗号", "keep the comma"),
    Slip("a quote that is not closed", ORDERS, "2024-07-01,150000", '2024-07-01,"150000', "csv-syntax", f"{ORDERS}:4:21", "双引号", "double quotes"),
    Slip("a column that is not there", ORDERS, "amount,currency", "pay,currency", "csv-missing-column", f"{ORDERS}:1:1", "amount", "amount"),
    Slip("yes where a status is due", ORDERS, "currency\nO-C001-1,2023-06-01,120000,CNY\nO-C001-2,2024-02-01,200000,CNY\nO-C001-3,2024-07-01,150000,CNY",
         "status\nO-C001-1,2023-06-01,120000,是", "not-in-list", f"{ORDERS}:2:28", "returned（退货）", "confirmed, cancelled, returned"),
    Slip("an order twice", ORDERS, "O-C001-3", "O-C001-2", "duplicate-row", f"{ORDERS}:4:1", "", ""),
    Slip("contracts in a folder", "customers/C001/contracts/2026.yaml", NEW, "id: K-1\n", "key-as-file",
         "customers/C001/contracts/2026.yaml:1", "customers/C001/customer.yaml 的 contracts:", "below `contracts:` in `customers/C001/customer.yaml`"),
    Slip("owners in a file", "customers/C001/owners.yaml", NEW, "- {person: E-zhao}\n", "key-as-file",
         "customers/C001/owners.yaml:1", "customers/C001/customer.yaml 的 owners:", "below `owners:` in `customers/C001/customer.yaml`"),
    Slip("a folder named like a file", "customers/C001/needs/02.yaml/02.yaml", NEW, "x: 1\n", "not-a-plain-file",
         "customers/C001/needs/02.yaml:1", "文件夹的名字不要以 .yaml", "a folder's name does not end in"),
    Slip("a note in a text file", "customers/C001/note.txt", NEW, "x", "unknown-file-type", "customers/C001/note.txt:1", ".yaml", ".yaml"),
    Slip("万 where a number is due", FILE, "industry:", "expected_annual_value: 80万\nindustry:", "not-a-number", f"{FILE}:2:24", "800000", "800000"),
    Slip("digits of full width", NEED, "importance: 5", "importance: ５", "not-a-number", f"{NEED}:7:13", "写 5", "write 5"),
    Slip("a bare per cent", "customers/C001/plans/2024.yaml", "actions:",
         "objectives: [{id: O1, metric: upsell_rate, op: '>=', target: 10%, due: 2024-12-31}]\nactions:",
         "bare-percent", "customers/C001/plans/2024.yaml:2:62", "0.1", "0.1"),
    Slip("a name that begins with a star", "customers/C001/contacts/P-C001-01.yaml", NEW,
         "code: 联系人-001\nmasked_name: *总\ntitle: 总经理\nrole: decision_maker\nsince: 2021-03-01\n",
         "unquoted-star", "customers/C001/contacts/P-C001-01.yaml:2:14", "'*总'", "'*总'"),
    Slip("a star before several words", NEED, "source: feedback", "source: feedback\nexpected_value: *a whole sentence, and more  # said",
         "unquoted-star", f"{NEED}:5:17", "'*a whole sentence, and more'", "'*a whole sentence, and more'"),
    Slip("a star in a list", NEED, "source: feedback", "source: feedback\nthemes: [price, *总 部, x]",
         "unquoted-star", f"{NEED}:5:17", "'*总 部'", "'*总 部'"),
    Slip("a key twice", NEED, "importance: 5", "importance: 5\nimportance: 4", "duplicate-key", f"{NEED}:8:1", "只留一个", "keep one of the two"),
    Slip("a file saved as GBK", "people/E-wang.yaml", NEW, "masked_name: 王*\nrole: account_manager\nteam: sales\nactive: {from: 2020-01-01}\n".encode("gbk"),
         "not-utf-8", "people/E-wang.yaml:1", "UTF-8", "UTF-8"),
    Slip("a day that is not in the calendar", NEED, "2024-05-02", "2024-02-30", "no-such-date", f"{NEED}:6:11", "2024-02-29", "2024-02-29"),
    Slip("the 32nd of a month of 31 days", NEED, "2024-05-02", "2024-05-32", "no-such-date", f"{NEED}:6:11", "最后一天是 2024-05-31", "is 2024-05-31"),
    Slip("a thirteenth month", NEED, "2024-05-02", "2024-13-02", "no-such-date", f"{NEED}:6:11", "核对月份", "check the month"),
    Slip("a day that is not, with slashes", NEED, "2024-05-02", "2024/2/30", "no-such-date", f"{NEED}:6:11", "2024-02-29", "2024-02-29"),
    Slip("a date with slashes", NEED, "2024-05-02", "2024/5/2", "date-form", f"{NEED}:6:11", "2024-05-02", "2024-05-02"),
    Slip("nobody owns the customer", FILE, "owners:\n  - {person: E-zhao, from: 2021-03-01}\n", "", "owner-gap", f"{FILE}:1", "在 owners 里加一行：- {person: E-zhao, from: 2021-03-01}", "add a line to `owners`: `- {person: E-zhao, from: 2021-03-01}`"),
    Slip("a key misspelt", FILE, "industry:", "industri:", "unknown-key", f"{FILE}:2:1", "industry", "industry"),
    Slip("a full-width colon", NEED, "importance: 5", "importance：5", "full-width-colon", f"{NEED}:7:11", "importance: 5", "importance: 5"),
    Slip("a full-width colon on the first line", NEED, "nature: explicit", "编号：1\nnature: explicit", "full-width-colon", f"{NEED}:1:3", "编号: 1", "编号: 1"),
    Slip("a merge that was not finished", NEED, "importance: 5", "<<<<<<< HEAD\nimportance: 5\n=======\nimportance: 4\n>>>>>>> other", "merge-conflict", f"{NEED}:7:1", "留下对的一种", "keep the version that is right"),
    Slip("a tab", NEED, "importance: 5", "pain:\n\ttext: x\nimportance: 5", "tab-indent", f"{NEED}:8:1", "空格", "spaces"),
    Slip("a whole name", "customers/C001/contacts/P-C001-01.yaml", NEW,
         "code: 联系人-001\nmasked_name: 王小芳\ntitle: 总经理\nrole: decision_maker\nsince: 2021-03-01\n",
         "unmasked-name", "customers/C001/contacts/P-C001-01.yaml:2:14", "王*", "王*"),
    Slip("a mobile number", NEED, "每次都要手工抄", "请打 13812345678", "mobile-number", f"{NEED}:5:11", "联系人-001", "联系人-001"),
    Slip("a value that the taxonomy has not", FILE, "industry: manufacturing", "industry: manufactoring", "unknown-taxonomy-value", f"{FILE}:2:11",
         "Manufacturing", "Manufacturing"),
    Slip("a value that the list has not", NEED, "kind: function", "kind: 功效", "not-in-list", f"{NEED}:2:7", "function（功能）、service（服务）", "function, service"),
    Slip("another customer than the folder's", NEED, "nature:", "customer: C002\nnature:", "customer-mismatch", f"{NEED}:1:11", "删掉 customer 这一行", "delete the `customer` line"),
    Slip("a colon in a text", "customers/C001/followups/2024/20240715-zhao-1.yaml", "summary: 走访，确认下半年计划", "summary: 走访: 确认下半年计划",
         "unquoted-colon", "customers/C001/followups/2024/20240715-zhao-1.yaml:5:10", "走访: 确认下半年计划", "走访: 确认下半年计划"),
    Slip("two documents in a file", NEED, "nature:", "nature: explicit\n---\nnature:", "several-documents", f"{NEED}:2", "- ", "- "),
    Slip("an anchor", FILE, "industry: manufacturing", "industry: &i manufacturing", "yaml-anchor", f"{FILE}:2:11", "&i", "&i"),
    Slip("a list given as a text", FILE, "industry:", "tags: 重点, 大客户\nindustry:", "not-a-list", f"{FILE}:2:7", "[", "["),
    Slip("a score off the steps", REVIEW, "amount: 7", "amount: 7.3", "off-step", f"{REVIEW}:4:18", "写 7.0 或 7.5", "write 7.0 or 7.5"),
    Slip("a share where percent are due", "customers/C001/plans/2024.yaml", "due:", "progress: [{on: 2024-07-01, percent: 0.5}], due:",
         "off-step", "customers/C001/plans/2024.yaml:3:102", "写 50", "write 50"),
    Slip("a score beyond the scale", NEED, "importance: 5", "importance: 8", "out-of-range", f"{NEED}:7:13", "1 到 5", "1 to 5"),
    Slip("万 on a scale of five", NEED, "importance: 5", "importance: 80万", "out-of-range", f"{NEED}:7:13", "1 到 5", "1 to 5"),
    Slip("a full-width number on a scale of five", NEED, "importance: 5", "importance: ４", "not-a-number", f"{NEED}:7:13", "写 4", "write 4"),
    Slip("a key left out", NEED, "source: feedback\n", "", "missing-key", f"{NEED}:1", "source", "source"),
    Slip("a folder misspelt", "customers/C001/folowups/20240716.yaml", NEW, "date: 2024-07-16\nkind: visit\nchannel: onsite\nby: E-zhao\nsummary: x\n",
         "unknown-folder", "customers/C001/folowups/20240716.yaml:1", "followups", "followups"),
    Slip("a bracket left open", FILE, "industry:", "tags: [key_account\nindustry:", "not-closed", f"{FILE}:2:7", "补上对应的引号或括号", "add the matching quote or bracket"),
    Slip("a table saved with semicolons", "customers/C001/invoices.csv", NEW, b"\xef\xbb\xbfinvoice_id;issued;due;amount\r\nI1;2024-01-01;2024-02-01;10\r\n",
         "csv-separator", "customers/C001/invoices.csv:1:11", "逗号分隔", "comma delimited"),
    Slip("a merge that was not finished, in a table", "customers/C001/orders.csv", "O-C001-2", "<<<<<<< HEAD\nO-C001-2", "merge-conflict",
         "customers/C001/orders.csv:3:1", "留下对的一种", "keep the version that is right"),
    Slip("an amount in brackets, in a table", "customers/C001/orders.csv", "200000", '"(200,000)"', "not-a-number", "customers/C001/orders.csv:3:21", "写 -200000", "write -200000"),
    Slip("a date with its year last, in a table", "customers/C001/orders.csv", "2024-02-01", "1/2/2024", "not-a-date", "customers/C001/orders.csv:3:10", "写年-月-日", "write year-month-day"),
    Slip("a day by its week, in a table", "customers/C001/orders.csv", "2024-02-01", "2024-W05-4", "not-a-date", "customers/C001/orders.csv:3:10", "2024-06-30", "2024-06-30"),
    Slip("an amount left out, in a table", "customers/C001/orders.csv", "200000", "", "csv-empty-cell", "customers/C001/orders.csv:3:21", "把它填上", "fill it in"),
    Slip("an unknown column after a Chinese one", "customers/C001/orders.csv", "order_id,date,amount,currency", "order_id,date,金额,业务员", "csv-unknown-column",
         "customers/C001/orders.csv:1:18", "删掉这一列", "delete the column"),
    Slip("a negative amount", FILE, "industry:", "expected_annual_value: -1\nindustry:", "out-of-range", f"{FILE}:2:24", "写 0 或更大的数", "write 0 or more"),
    Slip("a folder in the singular", "customers/C001/need/02.yaml", NEW, "text: x\n", "unknown-folder", "customers/C001/need/02.yaml:1", "needs", "needs"),
    Slip("a list where one customer is due", "customers/C009/customer.yaml", NEW, "- name: x\n  stages: [{from: 2021-03-01, stage: prospect}]\n",
         "not-a-mapping", "customers/C009/customer.yaml:1:1", "键: 值", "key: value"),
    Slip("a contract that ends before it begins", FILE, "industry:",
         "contracts: [{id: K-1, from: 2024-05-01, to: 2023-05-01, amount: 1}]\nindustry:", "contract-dates", f"{FILE}:2", "to", "to"),
    Slip("a date as a spreadsheet shows it", ORDERS, "2024-02-01", "1-Feb-24", "date-form", f"{ORDERS}:3:10", "写 2024-02-01", "write 2024-02-01"),
    Slip("a date as a spreadsheet keeps it", ORDERS, "2024-02-01", "45323", "date-form", f"{ORDERS}:3:10", "写 2024-02-01", "write 2024-02-01"),
    Slip("a date in full width", NEED, "2024-05-02", "２０２４－０５－０２", "date-form", f"{NEED}:6:11", "写 2024-05-02", "write 2024-05-02"),
    Slip("a date without dashes", NEED, "2024-05-02", "20240502", "date-form", f"{NEED}:6:11", "写 2024-05-02", "write 2024-05-02"),
    Slip("a month where a day is due", NEED, "2024-05-02", "2024年5月", "not-a-date", f"{NEED}:6:11", "例如 2024-05-15；这一项必填", "such as `2024-05-15`; the key has to be there"),
    Slip("a time with slashes", "customers/C001/cases/CS-1.yaml", NEW, "type: fault\nopened: 2024/6/14 9:30\nsummary: x\n",
         "date-form", "customers/C001/cases/CS-1.yaml:2:9", "写 2024-06-14 09:30", "write 2024-06-14 09:30"),
    Slip("a year with a digit gone", NEED, "2024-05-02", "0206-05-02", "unlikely-year", f"{NEED}:6:11", "从 1900 到 2199 年", "from 1900 to 2199"),
    Slip("a year with digits swapped, in a table", ORDERS, "2024-02-01", "2204-02-01", "unlikely-year", f"{ORDERS}:3:10", "核对年份", "check the year"),
    Slip("a decimal comma", ORDERS, "200000", '"1,5"', "not-a-number", f"{ORDERS}:3:21", "只写数字", "write digits only"),
    Slip("an amount grouped by points", ORDERS, "200000", '"200.000,50"', "not-a-number", f"{ORDERS}:3:21", "写 200000.5", "write 200000.5"),
    Slip("an amount in brackets", ORDERS, "200000", "(200000)", "not-a-number", f"{ORDERS}:3:21", "写 -200000", "write -200000"),
    Slip("an amount in powers of ten", ORDERS, "200000", "2.0E+05", "not-a-number", f"{ORDERS}:3:21", "写 200000", "write 200000"),
    Slip("an amount of many decimals", FILE, "industry:", "expected_annual_value: 33.333333333\nindustry:", "not-a-number", f"{FILE}:2:24", "写 33.333333", "write 33.333333"),
    Slip("a currency that is none", ORDERS, "200000,CNY", "200000,x", "not-a-currency", f"{ORDERS}:3:28", "三个大写字母", "its three capitals"),
    Slip("column names of another program", ORDERS, "order_id,date,amount,currency", "编码,时间,总价,单位", "csv-no-header", f"{ORDERS}:1:1",
         "改成这些：order_id、date、amount", "these names: order_id, date, amount"),
    Slip("a column without a name", ORDERS, "order_id,date,amount,currency", "order_id,date,amount,,currency", "csv-unnamed-column", f"{ORDERS}:1:22", "给它写上列名", "name it in the first line"),
    Slip("a thousands comma before an empty last cell", ORDERS, "order_id,date,amount,currency\nO-C001-1,2023-06-01,120000,CNY\nO-C001-2,2024-02-01,200000,CNY\nO-C001-3,2024-07-01,150000,CNY",
         "order_id,date,amount,product\nO-C001-1,2023-06-01,120,000,", "csv-row-width", f"{ORDERS}:2:29", "加双引号", "double quotes"),
    Slip("a currency in Chinese", "site.yaml", "org:", "org:\n  currency: 人民币", "not-a-currency", "site.yaml:2:13", "写 CNY", "write CNY"),
    Slip("a title above the column names", ORDERS, "order_id,", "2024 年订单,,,\norder_id,", "csv-title-row", f"{ORDERS}:1:1", "删掉第 2 行以上", "above line 2"),
    Slip("commas of full width", ORDERS, "order_id,date,amount,currency", "order_id，date，amount，currency", "csv-separator", f"{ORDERS}:1:9", "换成逗号", "by a comma"),
    Slip("a column twice", ORDERS, "amount,currency", "amount,amount", "csv-column-twice", f"{ORDERS}:1:22", "留下对的一列", "keep the one that is right"),
    Slip("a row of totals", ORDERS, "O-C001-3,2024-07-01", "合计,", "csv-empty-cell", f"{ORDERS}:4:4", "整行删掉", "delete the row"),
    Slip("a row of another customer", ORDERS, "order_id,date,amount,currency\nO-C001-1,2023-06-01,120000,CNY\nO-C001-2,2024-02-01,200000,CNY\nO-C001-3,2024-07-01,150000,CNY",
         "customer,order_id,date,amount\nC002,O-C001-1,2023-06-01,120000", "row-of-other-customer", f"{ORDERS}:2:1", "移到那家客户的表格里", "to the table of that customer"),
    Slip("a spreadsheet as it is", "customers/C001/orders.xlsx", NEW, b"PK\x03\x04", "spreadsheet-file", "customers/C001/orders.xlsx:1", "另存为“CSV UTF-8", "save it here from the spreadsheet"),
    Slip("an ending in capitals", "customers/C001/invoices.CSV", NEW, "invoice_id,issued,due,amount\n", "ending-in-capitals", "customers/C001/invoices.CSV:1", "改名为 invoices.csv", "`invoices.csv`"),
    Slip("orders as a record", "customers/C001/orders.yaml", NEW, "- order_id: 1\n", "misplaced-file", "customers/C001/orders.yaml:1", "存成 .csv", "in a .csv file"),
    Slip("needs as a table", "customers/C001/needs.csv", NEW, "id,text\n1,x\n", "misplaced-file", "customers/C001/needs.csv:1", "存成 .yaml", "in a .yaml file"),
    Slip("a file named in Chinese", "customers/C001/needs/导出.yaml", NEW, "nature: explicit\n", "id-from-path", "customers/C001/needs/导出.yaml:1", "给“导出”改名", "rename `导出`"),
    Slip("a folder named in Chinese", "customers/示例公司/customer.yaml", NEW, "name: 示例公司\nstages: [{from: 2021-03-01, stage: prospect}]\n", "id-from-path",
         "customers/示例公司/customer.yaml:1", "给“示例公司”改名", "rename `示例公司`"),
    Slip("a status typed by hand", NEED, "nature:", "status: closed\nnature:", "status-typed", f"{NEED}:1:9", "删掉这一行", "delete this line"),
    Slip("a list where one number is due", NEED, "importance: 5", "importance: [5]", "not-text", f"{NEED}:7:13", "写 1 到 5 之间的数，不加括号", "write a number from 1 to 5, without brackets"),
    Slip("half a point on a scale of whole ones", NEED, "importance: 5", "importance: 4.5", "off-step", f"{NEED}:7:13", "写 4 或 5", "write 4 or 5"),
    Slip("points with their unit", NEED, "importance: 5", "importance: 5分", "not-a-number", f"{NEED}:7:13", "写 5", "write 5"),
    Slip("a listed value left out", NEED, "nature: explicit\n", "", "missing-key", f"{NEED}:1", "可选：explicit（显性）", "one of: explicit, implicit, pain"),
    Slip("the will to recommend by its figure's name", "surveys/SV-1/responses/1.yaml", NEW, "survey: SV-1\ndate: 2024-06-05\nnps: 8\n", "unknown-key", "surveys/SV-1/responses/1.yaml:3:1", "recommend", "recommend"),
    Slip("no space after a colon", NEED, "importance: 5", "importance:5", "colon-without-space", f"{NEED}:7:11", "写成：importance: 5", "write `importance: 5`"),
    Slip("no space after the first colon", NEED, "nature: explicit", "nature:explicit", "colon-without-space", f"{NEED}:1:7", "写成：nature: explicit", "write `nature: explicit`"),
    Slip("a wide space after a colon", NEED, "quote: ", "quote:\u3000", "colon-without-space", f"{NEED}:5:6", "写成：quote: 每次都要手工抄", "write `quote: 每次都要手工抄`"),
    Slip("no space inside a text in two languages", NEED, "{zh: 导出报表, en: Export reports}", "{zh:导出报表, en:Export}", "colon-without-space", f"{NEED}:3:8",
         "{zh: 导出报表, en: Export}", "{zh: 导出报表, en: Export}"),
    Slip("full-width signs in a text in two languages", NEED, "{zh: 导出报表, en: Export reports}", "{zh：导出报表，en：Export}", "colon-without-space", f"{NEED}:3:8",
         "{zh: 导出报表, en: Export}", "{zh: 导出报表, en: Export}"),
    Slip("a full-width comma in brackets", NEED, "导出报表, en", "导出报表， en", "full-width-comma", f"{NEED}:3:16", "{zh: 导出报表, en: Export reports}", "{zh: 导出报表, en: Export reports}"),
    Slip("two themes with a full-width comma", NEED, "nature:", "themes: [reporting，export]\nnature:", "full-width-comma", f"{NEED}:1:10", "reporting, export", "reporting, export"),
    Slip("a colon inside brackets", NEED, "en: Export reports", "en: Export: reports", "unquoted-colon", f"{NEED}:3:22", 'en: "Export: reports"', 'en: "Export: reports"'),
    Slip("a key one space too far", NEED, "quote: 每次", " quote: 每次", "line-indented", f"{NEED}:5:1", "与第 4 行对齐", "where line 4 begins"),
    Slip("words in quotes at the beginning", NEED, "每次都要手工抄", '"每次"都要手工抄', "text-after-quote", f"{NEED}:5:12", """'"每次"都要手工抄'""", """'"每次"都要手工抄'"""),
    Slip("a text that goes on below", NEED, "每次都要手工抄", "每次都要\n手工抄", "loose-line", f"{NEED}:6:1", "行首多空两格", "indent it by two spaces more"),
    Slip("a text that begins with an arrow", NEED, "每次都要手工抄", "> 每次都要", "reserved-character", f"{NEED}:5:8", "给整个值加上引号", "whole value in quotes"),
    Slip("a text that begins with a dash", NEED, "每次都要手工抄", "- 每次都要", "reserved-character", f"{NEED}:5:8", "给整个值加上引号", "whole value in quotes"),
    Slip("half done, in per cent", "customers/C001/plans/2024.yaml", "due: 2024-09-30", "due: 2024-09-30, progress: [{on: 2024-07-01, percent: 50%}]",
         "not-a-number", "customers/C001/plans/2024.yaml:3:119", "写 50", "write 50"),
    Slip("a status of an action", "customers/C001/plans/2024.yaml", "due: 2024-09-30", "due: 2024-09-30, status: 进行中", "derived-value-typed",
         "customers/C001/plans/2024.yaml:3:82", "期限（due）和完成日期（done）", "`due` and `done`"),
    Slip("values of a taxonomy in the singular", "taxonomy/industry.yaml", "values:", "value:", "unknown-key", "taxonomy/industry.yaml:1:1", "“values”", "`values`"),
    Slip("a fiscal year from April", "site.yaml", "org:", "org:\n  fiscal_year_start: 4月1日", "not-a-month-day", "site.yaml:2:22", "写 04-01", "write 04-01"),
    Slip("a fiscal year from the day before March", "site.yaml", "org:", "org:\n  fiscal_year_start: 02-29", "not-a-month-day", "site.yaml:2:22", "例如 01-01", "such as `01-01`"),
    Slip("a time zone by its offset", "site.yaml", "org:", "org:\n  timezone: GMT+8", "unknown-timezone", "site.yaml:2:13", "Asia/Shanghai", "Asia/Shanghai"),
)  # fmt: skip


@pytest.fixture
def company(empty: Repository) -> Repository:
    empty.add(customer(1))
    empty.write("taxonomy/industry.yaml", "values: [{id: manufacturing, zh: 制造业, en: Manufacturing}]\n")
    return empty


def test_the_company_is_without_fault_before_somebody_slips(company: Repository) -> None:
    assert [found.rule for found in company.check().faults if found.severity == "error"] == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_found_at_its_place_and_told_what_to_write(company: Repository, slip: Slip) -> None:
    if slip.old == NEW:
        company.write(slip.path, slip.new)
    else:
        assert isinstance(slip.new, str)
        company.edit(slip.path, slip.old, slip.new)
    for lang, remedy in (("zh", slip.zh), ("en", slip.en)):
        said = run_in(str(company.root), "check", lang=lang)
        assert said.code == 1
        found = next(block for block in said.out.split("\n\n") if f"[{slip.rule}]" in block)
        assert f"--> records/{slip.place}" in found
        told = found.splitlines()[-1]
        assert ("帮助：" if lang == "zh" else "help: ") in told, found
        assert remedy in told, found


HARMLESS = (
    ("rows of nothing but commas", ORDERS, "O-C001-3,", ",,,\nO-C001-3,"),
    ("a column left over from a spreadsheet", ORDERS, "order_id,date,amount,currency\nO-C001-1,2023-06-01,120000,CNY\nO-C001-2,2024-02-01,200000,CNY\nO-C001-3,2024-07-01,150000,CNY",
     "order_id,date,amount,currency,\nO-C001-1,2023-06-01,120000,CNY,\nO-C001-2,2024-02-01,200000,CNY,\nO-C001-3,2024-07-01,150000,CNY,"),
    ("the renminbi by its other names", ORDERS, "200000,CNY\nO-C001-3,2024-07-01,150000,CNY", "200000,RMB\nO-C001-3,2024-07-01,150000,人民币"),
    ("another currency", ORDERS, "150000,CNY", "150000,USD"),
    ("a company of three centuries", FILE, "industry:", "founded: 1669-05-02\nindustry:"),
    ("a contract without an end in sight", FILE, "industry:", "contracts: [{id: K-1, from: 2024-05-01, to: 2099-12-31, amount: 1}]\nindustry:"),
)  # fmt: skip


@pytest.mark.parametrize("path,old,new", [case[1:] for case in HARMLESS], ids=[case[0] for case in HARMLESS])
def test_what_only_looks_like_a_slip_is_none(company: Repository, path: str, old: str, new: str) -> None:
    company.edit(path, old, new)
    assert [found.rule for found in company.check().faults if found.severity == "error"] == []


def test_what_a_spreadsheet_keeps_beside_an_open_file_is_no_record(company: Repository) -> None:
    company.write("customers/C001/~$orders.xlsx", b"x")
    assert [found.rule for found in company.check().faults if found.severity == "error"] == []


def test_settings_that_are_not_there_are_told_with_the_command_that_writes_them(company: Repository) -> None:
    company.delete("site.yaml")
    for lang, remedy in (("zh", "运行 crmsite init"), ("en", "run `crmsite init`")):
        said = run_in(str(company.root), "check", lang=lang)
        assert said.code == 1
        assert remedy in next(block for block in said.out.split("\n\n") if "[no-settings]" in block)
    assert run_in(str(company.root), "init").code == 0
    assert [found.rule for found in company.check().faults if found.severity == "error"] == []


def test_how_many_were_invited_is_no_contact_though_the_survey_is_refused_for_something_else(company: Repository) -> None:
    company.write("surveys/SV-1/survey.yaml", "window: {from: 2024-06-01, to: 2024-06-30}\nscale: 5\ndimensions: [price]\ninvited: 3\n")
    assert [found.rule for found in company.check().faults if found.severity == "error"] == ["not-a-mapping"]


def test_there_are_twenty_of_them_and_more() -> None:
    assert len({slip.rule for slip in SLIPS}) >= 20


def test_nobody_is_guessed_where_two_of_us_share_the_first_character(company: Repository) -> None:
    company.write("people/E-zhao2.yaml", "masked_name: 赵*\nrole: account_manager\nteam: sales\nactive: {from: 2020-01-01}\n")
    company.edit("customers/C001/plans/2024.yaml", "owner: E-zhao", "owner: 赵敏敏")
    found = next(one for one in company.check().faults if one.rule == "dangling-reference")
    assert dict(found.args).get("guess", "") == ""
