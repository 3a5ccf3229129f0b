"""English wording of the reference pages: methods, glossary, data quality, about."""

MESSAGES: dict[str, str] = {
    "methods.lede": (
        "{scores:score|scores}, {alerts:alert|alerts} and {rules:rule|rules} that records are checked against. Every "
        "parameter is read from the policy files in force; changing one takes a review, like any record."
    ),
    "methods.fixed": "Set in the program, in no policy file:",
    "fixed.intervals": "Intervals between orders that an own rhythm needs",
    "fixed.earlier_bands": "Earlier windows that “formerly” looks at",
    "fixed.care_periods": "Ended periods that coverage counts",
    "fixed.touch_days": "Days over which touches are added up",
    "fixed.sample": "Below so many in the denominator a share is told as a count, without a line (of every metric)",
    "fixed.exact_at_most": "Customers beyond which chi-square stands in for the exact test",
    "fixed.expected": "Least expected count in each cell for chi-square",
    "fixed.history": "Months for which duties and promises are kept",
    "fixed.bounds": "Lower and upper bound of parameters, beyond which it refuses",
    "fixed.promoter": "Answers from which on somebody promotes",
    "fixed.detractor": "Answers up to which somebody detracts",
    "fixed.cuts_customers": "Customers with orders that a proposal of cuts needs",
    "fixed.cuts_values": "Different values that a proposal of cuts needs",
    "fixed.compared": "Customers on each side before anything is compared",
    "fixed.waves": "Surveys that limits of ups and downs need",
    "fixed.draws": "Rearrangements drawn, from a fixed seed, where they are too many to count",
    "fixed.response_times": "Response times that median and P90 need",
    "fixed.margin": "Margin for which the answers needed are worked out",
    "fixed.late_payment": "Days after which a late invoice is a signal of risk",
    "methods.scores": "Scores",
    "methods.alerts": "Alerts",
    "methods.policies": "Parameters in force",
    "methods.policies_note": "Printed from the policy files: the key as it stands in the file, then its present value.",
    "methods.policies_withheld": (
        "The parameters are internal to the team and are not part of this site. What is said of each score above holds whatever they are."
    ),
    "methods.since": "in force since {day}",
    "methods.rules": "Checks",
    "methods.rules_note": (
        "Everything that crmsite check can report. Run crmsite explain with an id to see what is wrong and what to write "
        "instead."
    ),
    "methods.rule": "Fault",
    "methods.id": "Id",
    "methods.severity": "Severity",
    "methods.area.reading": "Reading files",
    "methods.area.values": "Values",
    "methods.area.references": "Ids and references",
    "methods.area.histories": "Dates and histories",
    "methods.area.personal_data": "Personal data",
    "methods.area.judgement": "Judgements and evidence",
    "term.severity.error": "Error",
    "term.severity.warning": "Warning",
    "term.severity.note": "Note",
    "glossary.lede": (
        "A word means the same on every page and in every record. This is what each one means, and where to see how it "
        "is worked out."
    ),
    "glossary.levels": "Four kinds of high and low",
    "glossary.levels_sub": "each answers its own question; no page ever says just “high value”",
    "glossary.terms": "Terms",
    "glossary.col.name": "Called",
    "glossary.col.question": "Question it answers",
    "glossary.col.values": "Values",
    "glossary.col.basis": "Rests on",
    "glossary.col.method": "Method",
    "glossary.level.tier.name": "Tier",
    "glossary.level.tier.question": "How much care does this customer deserve?",
    "glossary.level.tier.values": "S, A, B, C; none before the first sale or once lost",
    "glossary.level.tier.basis": "a quarterly assessment of four dimensions, 4 to 40 points in all",
    "glossary.level.segment.name": "RFM segment",
    "glossary.level.segment.question": "What kind of buyer has it been lately?",
    "glossary.level.segment.values": "high-value, potential, low-value, churn risk",
    "glossary.level.segment.basis": "days since the last order, orders and amount over 12 months",
    "glossary.level.value_band.name": "Value",
    "glossary.level.value_band.question": "How much does it bring in now?",
    "glossary.level.value_band.values": "high, medium, low; dormant; no order yet; expected",
    "glossary.level.value_band.basis": "the amount of the last 12 months, or the amount expected before a first sale",
    "glossary.level.priority.name": "Need priority",
    "glossary.level.priority.question": "How pressing are its needs?",
    "glossary.level.priority.values": "high, medium, low; open where it has no open need",
    "glossary.level.priority.basis": "the best quadrant among its open needs",
    "glossary.as_of.name": "As-of date",
    "glossary.as_of.text": "The date that the whole site shows. Records dated later do not count, and are no fault.",
    "glossary.window.name": "Last 12 months",
    "glossary.window.text": "The twelve months up to and including the as-of date. Windows of other lengths work alike.",
    "glossary.quarter.name": "Quarter",
    "glossary.quarter.text": "Three months, counted from the day the organisation's fiscal year begins.",
    "glossary.customer.name": "Customer",
    "glossary.customer.text": (
        "A company, or a unit that buys on its own. Parent and members of a group are customers of their own, linked to "
        "each other."
    ),
    "glossary.stage.name": "Stage",
    "glossary.stage.text": (
        "Prospect, intent, won, long-term, lost: a dated history, of which the step in force on the as-of date counts."
    ),
    "glossary.owner.name": "Owner",
    "glossary.owner.text": "The colleague who answers for the customer. On any day there is exactly one.",
    "glossary.tier.name": "Tier",
    "glossary.tier.text": "The band that the sum of four scores falls into. Only won and long-term customers are rated.",
    "glossary.dimension.name": "Four dimensions",
    "glossary.dimension.text": (
        "Amount, stability, growth and risk safety, each from 1 to 10. The assessor decides; what the score table "
        "suggests is printed beside it, and marked where the two lie far apart."
    ),
    "glossary.risk_safety.name": "Risk safety",
    "glossary.risk_safety.text": "The score of the risk dimension: 10 is safest, so a fall is a change for the worse.",
    "glossary.interval.name": "Interval",
    "glossary.interval.text": (
        "With a dimension missing, only the lowest and the highest possible total are known. A tier is given where both "
        "ends agree on it."
    ),
    "glossary.movement.name": "Movement",
    "glossary.movement.text": "The tier now against the tier at the end of last quarter.",
    "glossary.review.name": "Quarterly review",
    "glossary.review.text": (
        "Once a quarter, from 15 days before its end to 20 days after it, overdue from then on. Policy sets the days."
    ),
    "glossary.rfm.name": "RFM",
    "glossary.rfm.text": (
        "Recency is days since the last order, frequency the orders and monetary the amount of 12 months. Each scores 1 "
        "to 5."
    ),
    "glossary.segment.name": "RFM segment",
    "glossary.segment.text": "One of four groups, from the three scores taken together. A customer that never ordered has none.",
    "glossary.value_band.name": "Value",
    "glossary.value_band.text": "High, medium or low by the amount of the last 12 months.",
    "glossary.dormant.name": "Dormant",
    "glossary.dormant.text": (
        "Ordered once, but not in the last 12 months. Not the same as never having ordered; the best earlier value is "
        "named."
    ),
    "glossary.label.name": "Label",
    "glossary.label.text": "Value, industry and need feature in one line. Before the first sale the stage stands in for the value.",
    "glossary.need.name": "Need",
    "glossary.need.text": (
        "Explicit needs were said by the customer and carry source and quote; implicit ones are inferred and carry "
        "evidence; pains also say how far they sway a decision."
    ),
    "glossary.quadrant.name": "Quadrant",
    "glossary.quadrant.text": (
        "Importance and urgency run from 1 to 5, and 4 counts as high: solve first, plan ahead, handle by routine, set aside."
    ),
    "glossary.rank.name": "Rank",
    "glossary.rank.text": (
        "By quadrant, then by the sum, by importance, by urgency. Equals share a rank, and the next one counts them all."
    ),
    "glossary.kano.name": "Kano class",
    "glossary.kano.text": (
        "Must-be, performance, attractive, indifferent or reverse. What is printed is a colleague's judgement, not a "
        "survey's result."
    ),
    "glossary.match.name": "Match and gap",
    "glossary.match.text": "Whether we can meet the need: high, medium or low. The gap says what is lacking.",
    "glossary.plan.name": "Plan",
    "glossary.plan.text": "Objectives and dated actions for one customer, or for a group of them.",
    "glossary.action_status.name": "Action status",
    "glossary.action_status.text": (
        "Follows from dates: not started, in progress, due within 14 days, overdue, done on time, done late, cancelled. "
        "Done does not mean effective: see the result."
    ),
    "glossary.next_step.name": "Next step",
    "glossary.next_step.text": (
        "The first thing due at a customer: a planned action, something agreed in a follow-up, an unanswered alert, a "
        "review, or a duty that is due soon or within its grace."
    ),
    "glossary.alert.name": "Alert",
    "glossary.alert.text": (
        "Appears when its rule holds and goes when it no longer does. One episode is known by rule, customer and the day "
        "it began."
    ),
    "glossary.answer.name": "Answer",
    "glossary.answer.text": (
        "A planned action, follow-up or case that names the alert it answers. An alert left unanswered past its deadline "
        "is raised again."
    ),
    "glossary.waiver.name": "Waiver",
    "glossary.waiver.text": "An exception with a reason and a last day. Until then nobody is asked to act on the alert.",
    "glossary.contact.name": "Contact",
    "glossary.contact.text": "Two-way communication with the customer. Briefs, mailings and surveys do not count.",
    "glossary.opening.name": "Opening balance",
    "glossary.opening.text": "Totals of a past without order lines. Every sum that holds it says so.",
    "glossary.absence.name": "Not known, not applicable",
    "glossary.absence.text": (
        "No data is not zero. Where data is lacking the page says why: no order yet, not scored, nothing planned. Where "
        "none can exist it says not applicable."
    ),
    "glossary.withheld.name": "Withheld",
    "glossary.withheld.text": "The figure exists, but not for the readers of this site.",
    "glossary.receipt.name": "Receipt",
    "glossary.receipt.text": (
        "What opens below a figure: the factors, the parameters, the version of the rule, and the file and line each "
        "came from."
    ),
    "glossary.policy.name": "Policy version",
    "glossary.policy.text": (
        "Parameters lie in policy/, each version with the day it takes effect. Past tiers are worked out by the version "
        "in force then."
    ),
    "glossary.translation.name": "Translation coverage",
    "glossary.translation.text": (
        "The share of record texts written in both Chinese and English. A text in one language is printed as it is on "
        "pages in the other."
    ),
    "quality.lede.missing": "Data is missing for {n} of {all} customers. ",
    "quality.lede.missing_all": "Data is missing for all {all} customers. ",
    "quality.lede.missing_one": "Data is missing for the one customer. ",
    "quality.lede.whole": "No data is missing for any of {all} customers. ",
    "quality.lede.whole_one": "No data is missing for the one customer. ",
    "quality.lede.both": "The check found {errors:error|errors} and {warnings:warning or note|warnings and notes}.",
    "quality.lede.errors": "The check found {n:error|errors} and nothing else.",
    "quality.lede.warnings": "The check found no error, and {n:warning or note|warnings and notes}.",
    "quality.lede.clean": "The check found nothing wrong.",
    "quality.lede_empty": (
        "No customers on record yet. Write the first one under records/customers/, and this page lists what it still "
        "lacks. "
    ),
    "quality.count.dimensions": "Dimensions missing",
    "quality.count.reviews": "Reviews overdue",
    "quality.count.silent": "No contact on record",
    "quality.count.nobody": "No owner",
    "quality.count.translated": "Translated",
    "quality.of": "of {n:customer|customers}",
    "quality.texts": "{both} of {n:text|texts}",
    "quality.no_texts": "no texts",
    "quality.none_of": "none",
    "quality.missing": "Missing data",
    "quality.dimension": "{name} not scored",
    "quality.review": "quarterly review overdue",
    "quality.col.customer": "Customer",
    "quality.col.tier": "Tier",
    "quality.col.items": "Missing",
    "quality.more_customers": "and {n} more",
    "quality.nothing_missing": "Nothing is missing at any customer.",
    "quality.faults": "Found by the check",
    "quality.faults_sub": "mended in an editor or a pull request, gone with the next build",
    "quality.more_faults": "and {n} more: run crmsite check to see them all",
    "quality.no_faults": "The check found nothing.",
    "about.lede": (
        "Customers, needs and strategy plans of {owner}, made from records in plain text. Every figure leads back to the "
        "line it came from."
    ),
    "about.made_from": "Made from",
    "about.as_of": "Data as of",
    "about.commit": "Commit",
    "about.no_commit": "not recorded",
    "about.audience": "Readers",
    "about.everybody": "may see everything",
    "about.count.customers": "Customers",
    "about.count.needs": "Open needs",
    "about.count.alerts": "Alerts",
    "about.count.overdue": "Actions overdue",
    "about.count.quality": "Found by the check",
    "about.tax": "Tax in amounts",
    "about.program": "Program",
    "about.how": "How to read this site",
    "about.how_1": (
        "Red means that somebody must act, amber that it needs watching, green that it is done or better. Words always "
        "stand beside the colour."
    ),
    "about.how_2": (
        "Where data is lacking the page says why; it never prints a zero or leaves a gap. “How this was worked out” "
        "opens the history of a figure."
    ),
    "about.how_3": "Without scripts everything can still be read; they only sort, filter, and switch between light and dark.",
}
