"""Fixed values 程序里定的值: choices of ours that no policy holds, so that the page of methods can print each with its value.

What a company may want to change is in a policy. These follow from a definition (a promoter is 9 or 10), from what a test can
tell, or from what a page holds. Each is taken from where it is used: printed and applied are one.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from crmsite.figures.facts import Percent, Say, say
from crmsite.figures.owed import HISTORY_MONTHS
from crmsite.inference.process_limits import POINTS_AT_LEAST
from crmsite.inference.rearranging import DRAWS
from crmsite.metrics import answering, buying_model, poll_changes, polls
from crmsite.portfolio.metric_words import SAMPLE
from crmsite.scores import amounts, care, rfm_quantiles, suggestions
from crmsite.scores.wanting import commonality

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crmsite.figures.facts import Shown

FIXED: Mapping[str, tuple[tuple[Say, Shown], ...]] = MappingProxyType({
    "amounts": ((say("fixed.intervals"), amounts.MIN_INTERVALS), (say("fixed.earlier_bands"), amounts.EARLIER)),
    "care": ((say("fixed.care_periods"), care.RECENT), (say("fixed.touch_days"), care.TOUCH_DAYS)),
    "churn": ((say("fixed.sample"), SAMPLE),),
    "commonality": (
        (say("fixed.exact_at_most"), commonality.EXACT_AT_MOST), (say("fixed.expected"), commonality.ENOUGH),
    ),
    "duties": ((say("fixed.history"), HISTORY_MONTHS),),
    "ltv_bgnbd": ((say("fixed.bounds"), f"{buying_model.LEAST:g} / {buying_model.MOST:g}"),),
    "nps": ((say("fixed.promoter"), polls.PROMOTER), (say("fixed.detractor"), polls.DETRACTOR)),
    "rfm": (
        (say("fixed.cuts_customers"), rfm_quantiles.CUSTOMERS_AT_LEAST), (say("fixed.cuts_values"), rfm_quantiles.VALUES_AT_LEAST),
    ),
    "satisfaction_change": (
        (say("fixed.compared"), poll_changes.LEAST), (say("fixed.waves"), POINTS_AT_LEAST), (say("fixed.draws"), DRAWS),
    ),
    "service_levels": ((say("fixed.response_times"), answering.FEW),),
    "shortfall": ((say("fixed.draws"), DRAWS),),
    "survey_sample": ((say("fixed.margin"), Percent(Decimal(polls.FIVE_POINTS))),),
    "tier": ((say("fixed.late_payment"), suggestions.LATE_PAYMENT_DAYS),),
})  # fmt: skip
"""By method: what each value decides, and the value."""
