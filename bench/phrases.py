"""The words that generated records are made of: invented, Chinese first, with nothing that belongs to a person."""

from __future__ import annotations

CITIES = (
    ("苏州", "Suzhou", "east"), ("深圳", "Shenzhen", "south"), ("天津", "Tianjin", "north"), ("武汉", "Wuhan", "central"),
    ("成都", "Chengdu", "southwest"), ("西安", "Xi'an", "northwest"), ("沈阳", "Shenyang", "northeast"), ("杭州", "Hangzhou", "east"),
    ("广州", "Guangzhou", "south"), ("南京", "Nanjing", "east"), ("青岛", "Qingdao", "east"), ("长沙", "Changsha", "central"),
    ("厦门", "Xiamen", "south"), ("重庆", "Chongqing", "southwest"), ("郑州", "Zhengzhou", "central"), ("大连", "Dalian", "northeast"),
)
BRAND_HEADS = (
    ("恒", "Heng"), ("华", "Hua"), ("瑞", "Rui"), ("金", "Jin"), ("博", "Bo"), ("德", "De"), ("鼎", "Ding"), ("宏", "Hong"),
    ("嘉", "Jia"), ("凯", "Kai"), ("明", "Ming"), ("天", "Tian"), ("启", "Qi"), ("远", "Yuan"), ("锦", "Jin"), ("盛", "Sheng"),
    ("泓", "Hong"), ("云", "Yun"), ("星", "Xing"), ("朗", "Lang"), ("睿", "Rui"), ("众", "Zhong"), ("卓", "Zhuo"), ("浩", "Hao"),
)  # fmt: skip
BRAND_TAILS = (
    ("达", "da"), ("信", "xin"), ("丰", "feng"), ("泰", "tai"), ("雅", "ya"), ("成", "cheng"), ("新", "xin"), ("图", "tu"),
    ("禾", "he"), ("腾", "teng"), ("川", "chuan"), ("维", "wei"), ("航", "hang"), ("康", "kang"), ("源", "yuan"), ("岳", "yue"),
    ("林", "lin"), ("诚", "cheng"), ("帆", "fan"), ("桥", "qiao"), ("谷", "gu"), ("洲", "zhou"), ("辰", "chen"), ("润", "run"),
)  # fmt: skip
TRADES = (
    ("精密制造", "Precision Manufacturing", "manufacturing"), ("智能科技", "Intelligent Technology", "internet"),
    ("供应链管理", "Supply Chain", "logistics"), ("医疗器械", "Medical Devices", "healthcare"), ("商贸", "Trading", "retail"),
    ("教育咨询", "Education Consulting", "education"), ("新能源", "New Energy", "energy"), ("物流", "Logistics", "logistics"),
    ("食品", "Foods", "catering"), ("建材", "Building Materials", "construction"), ("信息服务", "Information Services", "internet"),
    ("电子商务", "E-commerce", "ecommerce"), ("纺织", "Textiles", "manufacturing"), ("企业服务", "Business Services", "services"),
)  # fmt: skip
INDUSTRIES = (
    ("manufacturing", "制造业", "Manufacturing"), ("internet", "互联网", "Internet"), ("logistics", "物流运输", "Logistics"),
    ("healthcare", "医疗健康", "Healthcare"), ("retail", "零售业", "Retail"), ("education", "教育培训", "Education"),
    ("energy", "能源化工", "Energy"), ("catering", "餐饮食品", "Catering and food"), ("construction", "建筑地产", "Construction"),
    ("ecommerce", "电商", "E-commerce"), ("services", "服务业", "Services"),
)  # fmt: skip
REGIONS = (
    ("east", "华东", "East"), ("south", "华南", "South"), ("north", "华北", "North"), ("central", "华中", "Central"),
    ("southwest", "西南", "Southwest"), ("northwest", "西北", "Northwest"), ("northeast", "东北", "Northeast"),
)  # fmt: skip
TAGS = (
    ("high_value", "高价值", "High value"), ("potential", "潜力", "Potential"), ("price_sensitive", "价格敏感", "Price-sensitive"),
    ("service_sensitive", "服务敏感", "Service-sensitive"), ("feature_sensitive", "功能敏感", "Feature-sensitive"),
    ("renewal", "续约期", "Up for renewal"), ("alliance", "战略合作", "Alliance"), ("referred", "转介绍", "Referred"),
)  # fmt: skip
THEMES = (
    ("data_export", "数据导出", "Data export"), ("batch_work", "批量操作", "Batch work"), ("fast_response", "快速响应", "Fast response"),
    ("billing", "对账开票", "Billing"), ("delivery_time", "交付周期", "Delivery time"), ("training", "培训支持", "Training"),
    ("discount", "阶梯折扣", "Volume discount"), ("customisation", "定制开发", "Customisation"),
)  # fmt: skip

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
TITLES = ("采购总监", "运营经理", "财务主管", "信息中心主任", "总经理", "技术负责人", "仓储经理", "品质经理")
PRODUCTS = ("标准版", "专业版", "企业版", "实施服务", "培训服务", "备件包")
LOST_REASONS = ("预算缩减，终止采购", "改用同业产品，价格更低", "业务线关停，不再需要", "交付多次延期，信任受损")

TALKS = (
    "确认续约意向，客户关注交付周期与售后响应时限", "回访批量操作功能的使用情况，整体满意，仍有两处不便",
    "就明年价格调整作初步沟通，客户要求提交书面方案", "讨论数字化规划与预算安排，约定下季度高层互访",
    "处理发票信息有误的投诉，已更正重开并当面致歉", "陪同仓储与采购两组走查流程，记录改进点七条",
    "演示新版看板与导出功能，使用部门当场试用", "复盘本季度订单与交付数据，核对差异三处",
    "了解客户新厂投产进度，评估明年用量变化", "就账期与对账方式协商，双方财务确认节点",
)  # fmt: skip
REACTIONS = (
    "对方案认可，需内部走预算审批", "希望两周内看到书面计划", "对响应速度较满意，继续观察", "价格仍有顾虑，要求给出阶梯方案",
    "使用部门积极，信息部门担心接口改造", "同意安排试点，范围限于一个仓库", "表示将与同业方案一并比较", "认可改进结果，愿意作为参考案例",
)  # fmt: skip
NEXT_STEPS = ("提交书面方案与报价", "安排培训场次并发通知", "回复接口改造评估结果", "预约高层互访时间", "发送对账明细供核对", "跟踪试点周报")
WANTS = (
    ("delivery", "delivery_time", "希望交付周期由三周缩短到十天，并提前告知排产进度"),
    ("function", "batch_work", "希望增加批量导入与批量修改功能，减少重复录入的工作量"),
    ("service", "fast_response", "希望售后问题四十八小时内响应，并提供书面处理进度"),
    ("price", "discount", "需要更灵活的付款方式与随用量递增的阶梯折扣方案"),
    ("function", "data_export", "希望报表可按部门拆分导出，便于月末汇总与留档"),
    ("service", "billing", "希望季度账单支持电子对账，差异当天可查可改"),
    ("service", "training", "需要面向一线使用人员的分层培训与可检索的操作手册"),
    ("quality", "customisation", "希望关键部件的检验标准按其工艺单独约定并附检测记录"),
    ("function", "customisation", "需要与其自有系统对接，订单状态自动回写"),
    ("quality", "fast_response", "希望批次质量异常当天通报，并给出原因与预防办法"),
)
SINCE_WHEN = ("旺季之前", "新厂投产之前", "下一次续约之前", "本财年之内", "组织调整完成之后")
QUOTES = (
    "现在每个月都要手工抄一遍，谁都不愿意做", "出了问题没人告诉我们进展，只能一遍遍问", "同行给的条件更灵活，老板已经问过两次",
    "东西是好用，就是等得太久", "只要流程顺了，用量还会再加",
)  # fmt: skip
PAINS = ("月末对账占用两名财务三天时间", "停线一小时的损失高于全年服务费", "旧流程依赖一位即将离岗的同事", "数据口径不一，管理层不再采信")
MEASURES = (
    "成立专项小组，每周例会跟踪问题闭环并输出周报", "提供定制化培训两场，覆盖采购与一线使用人员",
    "安排季度高层互访，商定年度合作备忘录", "上线服务响应看板，设置四十八小时预警机制",
    "推出阶梯折扣方案，随合同续签一并执行", "完成接口对接方案评审并交付测试环境",
    "按部门拆分账单模板，联合财务试运行一个月", "派驻工程师现场优化排产与备货节奏",
)  # fmt: skip
OUTCOMES = ("响应时长降到两天以内", "续约时用量提高一成", "投诉数比上半年减半", "使用部门覆盖率达到八成", "对账差异清零")
AIMS = ("降低采购综合成本", "缩短交付周期", "打通订单与仓储数据", "稳定旺季供货", "减少人工对账", "提升一线使用率")
VISIONS = ("建成统一的供应协同平台", "三年内覆盖全部分公司", "以数据支撑管理决策", "形成可复制的服务标准")
