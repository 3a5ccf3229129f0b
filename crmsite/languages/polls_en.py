"""English wording of the satisfaction page."""

MESSAGES: dict[str, str] = {
    "satisfaction.title": "Satisfaction",
    "satisfaction.by": "Latest: {name}, {start} to {end}",
    "satisfaction.by_running": "Under way: {name}, {start} to {end}",
    "satisfaction.all": "All dimensions",
    "satisfaction.mean": "The mean of all dimensions",
    "satisfaction.stop": ".",
    "satisfaction.net_interval": "{low} to {high}",
    "satisfaction.of": "{k} of {n}",
    "satisfaction.units": "n = {n}",
    "satisfaction.returned": "{n:answer|answers}",
    "satisfaction.of_band": "Value: {band}",
    # ── first sentence ──
    "satisfaction.lede.no_survey": "No satisfaction survey has been made yet.",
    "satisfaction.lede.no_answers": "{n:satisfaction survey has|satisfaction surveys have} been made; no answer has come back.",
    "satisfaction.lede.withheld": "The answers to satisfaction surveys are not open to you.",
    "satisfaction.lede.latest": (
        "The latest survey brought {n:answer|answers} from {customers:customer|customers}, with a mean of {mean} "
        "on a scale of {min} to {max}. "
    ),
    "satisfaction.lede.mixed": (
        "The latest survey brought {n:answer|answers}, {unsigned} of them anonymous, from {customers:customer|customers} and unnamed "
        "others; the mean is {mean} on a scale of {min} to {max}. "
    ),
    "satisfaction.lede.anonymous": (
        "The latest survey brought {n:anonymous answer|anonymous answers} with a mean of {mean} on a scale of {min} to {max}. "
    ),
    "satisfaction.lede.unscored": "The latest survey brought {n:answer|answers}, none with a score. ",
    "satisfaction.lede.weak": "{dimension} is the weak point, and hardly by chance. ",
    "satisfaction.lede.lowest": "{dimension} is lowest, which may yet be chance. ",
    "satisfaction.lede.drop": "{what} fell sharply since the survey before.",
    "satisfaction.lede.drops": "{what} and others, {n} in all, fell sharply since the survey before.",
    "satisfaction.lede.segments": "No fall is confirmed for all together, but {n:segment|segments} fell sharply.",
    "satisfaction.lede.steady": "No fall since the previous survey is confirmed.",
    # ── headline figures ──
    "satisfaction.kpi.returned": "Answers returned",
    "satisfaction.kpi.rate": "{share} of {total} invited",
    "satisfaction.kpi.coverage": "Customers covered",
    "satisfaction.kpi.of_active": "{k} of {n:active customer|active customers}",
    "satisfaction.kpi.of_active_named": "{k} of {n:active customer|active customers} by name; anonymous answers may be of others",
    "satisfaction.kpi.active": "{n:customer was|customers were} active",
    "satisfaction.least": "at least {share}",
    "satisfaction.not_known": "not known",
    "satisfaction.kpi.mean": "Mean",
    "satisfaction.kpi.scale": "on a scale of {min} to {max}",
    "satisfaction.kpi.csat": "Satisfied answers",
    "satisfaction.kpi.nps": "Net promoter score",
    # ── what is missing ──
    "satisfaction.reason.not_recorded": "not recorded",
    "satisfaction.reason.more_than_invited": "more than invited",
    "satisfaction.reason.nobody_active": "no active customer",
    "satisfaction.reason.no_answer": "no answer",
    "satisfaction.reason.anonymous": "not known: all answers are anonymous",
    "satisfaction.reason.other_scale": "not a scale of 5",
    "satisfaction.reason.few_answers": "too few answers",
    "satisfaction.reason.not_asked": "not asked",
    # ── dimensions ──
    "satisfaction.dimensions": "Dimensions",
    "satisfaction.dimensions_sub": (
        "Means are on a scale of {min} to {max}, satisfied answers are 4 and 5, intervals hold 19 times out of 20"
    ),
    "satisfaction.verdict.confirmed": (
        "Lowest: {low}. Highest: {high}. Customer by customer the lowest lies below the other dimensions by more than chance "
        "would explain (p {p}), so the weak point is confirmed."
    ),
    "satisfaction.verdict.lowest": (
        "Lowest: {low}. Highest: {high}. Customer by customer the distance may be chance (p {p}): lowest, not confirmed."
    ),
    "satisfaction.verdict.level": "All dimensions are level; there is no weak point.",
    "satisfaction.verdict.few": "No dimension has {n:mark|marks} yet, too few to call one a weak point.",
    "satisfaction.mark.low": "lowest",
    "satisfaction.mark.high": "highest",
    "satisfaction.head.dimension": "Dimension",
    "satisfaction.head.mean": "Mean",
    "satisfaction.head.units": "n",
    "satisfaction.head.csat": "Satisfied",
    "satisfaction.head.interval": "95% interval",
    "satisfaction.head.goal": "Target {target}",
    "satisfaction.goal.met": "met",
    "satisfaction.goal.short": "missed",
    "satisfaction.goal.not_shown": "met, not shown to exceed {target}",
    "satisfaction.goal.not_short": "below, not shown to miss {target}",
    "satisfaction.goal.unknown": "cannot be told",
    "satisfaction.note.units": (
        "Means count customers: each is the mean of its contacts and weighs the same. Satisfied answers and the net promoter score "
        "count answers, of each contact the last. For all dimensions an answer is satisfied where its own mean reaches 4."
    ),
    "satisfaction.note.anonymous": (
        "{n:anonymous answer counts|anonymous answers count} as a customer each, in totals only and in no tier or segment."
    ),
    # ── net promoter score ──
    "satisfaction.nps": "Net promoter score",
    "satisfaction.nps_sub": "9 and 10 promote, 7 and 8 are passive, 0 to 6 detract",
    "satisfaction.nps_says": "The net promoter score is {score}, with a 95% interval from {low} to {high}.",
    "satisfaction.promoters": "{n:promoter|promoters}, {p}",
    "satisfaction.passives": "{n} passive, {p}",
    "satisfaction.detractors": "{n:detractor|detractors}, {p}",
    "satisfaction.count.promoter": "{n:promoter|promoters}",
    "satisfaction.count.passive": "{n} passive",
    "satisfaction.count.detractor": "{n:detractor|detractors}",
    # ── sample ──
    "satisfaction.sample": "Is the sample enough",
    "satisfaction.rule.met": "At least {rule} of active customers should answer: {k} of {n} did, which is enough. ",
    "satisfaction.rule.missed": "At least {rule} of active customers should answer: {k} of {n} did, which is too few. ",
    "satisfaction.rule.met_named": (
        "At least {rule} of active customers should answer: {k} of {n} did by name, which is enough. "
    ),
    "satisfaction.rule.missed_named": (
        "At least {rule} of active customers should answer: {k} of {n} did by name, and with {unsigned:anonymous answer|anonymous "
        "answers} that is still too few. "
    ),
    "satisfaction.rule.unknown_named": (
        "At least {rule} of active customers should answer: {k} of {n} did by name. Whose the {unsigned:anonymous answer is|"
        "anonymous answers are} is not known, so nobody can tell whether that is enough. "
    ),
    "satisfaction.rule.unsigned": (
        "At least {rule} of active customers should answer. All answers are anonymous, so how many of the {n:active customer|"
        "active customers} did is not known. "
    ),
    "satisfaction.rule.whole": "All of them answered, so no share is off for want of answers.",
    "satisfaction.rule.margin_all": (
        "With so many a share may be off by up to {margin} percentage points; to stay within 5, all {needed} have to answer."
    ),
    "satisfaction.rule.margin": (
        "With so many a share may be off by up to {margin} percentage points; to stay within 5, "
        "{needed:customer has|customers have} to answer."
    ),
    "satisfaction.unheard": "no answer",
    "satisfaction.unnamed": "no named answer",
    "satisfaction.unnamed_of": "No answer carries a name from these, though anonymous ones may be theirs: ",
    "satisfaction.unheard_from": "Nobody answered from: ",
    "satisfaction.all_heard": "Every tier and every value band has answered.",
    "satisfaction.by_tier": "By tier",
    "satisfaction.by_band": "By value band",
    "satisfaction.head.asked": "Active",
    "satisfaction.head.answered": "Answered",
    "satisfaction.head.share": "Covered",
    # ── trend ──
    "satisfaction.trend": "Survey by survey",
    "satisfaction.trend_sub": "Only surveys on the same scale stand together",
    "satisfaction.trend_label": "Means of the dimensions over time",
    "satisfaction.trend_fig": "Mean of each dimension on a scale of {min} to {max}, {n:survey|surveys}",
    "satisfaction.trend.up": "{what} rose from {first} to {last} over {n:survey|surveys}",
    "satisfaction.trend.down": "{what} fell from {first} to {last} over {n:survey|surveys}",
    "satisfaction.trend.same": "{what} ended where it began, at {last}, over {n:survey|surveys}",
    "satisfaction.usual.few": "It takes 6 surveys to say which ups and downs are usual; there {n?is|are} {n}.",
    "satisfaction.usual.inside": (
        "Going by {n:survey|surveys}, the mean usually lies between {low} and {high}; the latest, {now}, is within."
    ),
    "satisfaction.usual.outside": (
        "Going by {n:survey|surveys}, the mean usually lies between {low} and {high}; the latest, {now}, is more than the usual "
        "ups and downs."
    ),
    "satisfaction.head.survey": "Survey",
    "satisfaction.head.invited": "Invited",
    "satisfaction.head.returned": "Returned",
    "satisfaction.head.rate": "Return rate",
    "satisfaction.head.coverage": "Covered",
    "satisfaction.head.overall": "Mean",
    "satisfaction.other_scales": "{n:survey|surveys} used another scale and cannot be compared with those above:",
    # ── changes ──
    "satisfaction.changes": "Since the survey before",
    "satisfaction.changes_sub": "The one before was in {month}; a fall of 0.5 or more that is hardly chance is a sharp fall",
    "satisfaction.changes.first": "There is no earlier survey on this scale to compare with.",
    "satisfaction.head.what": "Dimension or segment",
    "satisfaction.head.before": "Before",
    "satisfaction.head.now": "Now",
    "satisfaction.head.change": "Change",
    "satisfaction.head.p": "Chance",
    "satisfaction.head.verdict": "Verdict",
    "satisfaction.change.drop": "sharp fall",
    "satisfaction.change.watch": "watch",
    "satisfaction.change.none": "no sharp fall",
    "satisfaction.segments": "Segments whose mean fell by 0.5 or more",
    "satisfaction.segments.none": "No segment has two customers or more in both surveys; none is compared.",
    "satisfaction.segments.steady": (
        "By tier, value band and industry {n:segment was|segments were} compared too; none fell by 0.5 or more."
    ),
    "satisfaction.segments.watch": (
        "By tier, value band and industry {n:segment was|segments were} compared: no sharp fall is confirmed, {watch} to watch."
    ),
    "satisfaction.segments.drops": (
        "By tier, value band and industry {n:segment was|segments were} compared, corrected for testing many at once: "
        "{drops:sharp fall|sharp falls}."
    ),
    "satisfaction.segments.both": (
        "By tier, value band and industry {n:segment was|segments were} compared, corrected for testing many at once: "
        "{drops:sharp fall|sharp falls}, {watch} to watch."
    ),
    # ── who ──
    "satisfaction.who": "Who answered",
    "satisfaction.who_sub": "Lowest mean first",
    "satisfaction.head.answers": "Answers",
    "satisfaction.head.recommend": "Would recommend",
    "satisfaction.more": "{n:customer with a higher mean is|customers with higher means are} on their own pages.",
    "satisfaction.only_anonymous": "This time all answers were anonymous.",
    "satisfaction.silent": "{n:customer that did not answer|customers that did not answer}",
    "satisfaction.silent_named": "{n:customer without an answer under its name|customers without an answer under their names}",
    "satisfaction.silent_more": "and {n:other|others}.",
    # ── metrics without a value ──
    "metrics.reason.no_survey": "no survey",
    "metrics.reason.no_answers_then": "no survey was completed in this time",
    "metrics.reason.other_scale": "not on a scale of 5",
    "metrics.reason.few_answers": "too few answers",
    "metrics.reason.not_all_asked": "satisfaction, recommending and buying again were not all asked",
    "metrics.reason.not_recorded": "nobody wrote down how many were invited",
    "metrics.reason.more_than_invited": "more answers than invitations",
    "metrics.reason.not_asked": "recommending was not asked",
    "metrics.reason.no_answer": "no answer",
    "satisfaction.loyalty": (
        "Loyalty index {share}: of {n:answer|answers} to all three questions, {k} are at the top of satisfaction, recommending and "
        "buying again (95% interval {interval})."
    ),
    "satisfaction.loyalty.none": "Loyalty index: satisfaction, recommending and buying again were not all asked, so it is unknown.",
}
