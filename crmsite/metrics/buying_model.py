"""The model of orders 购买模型: BG/NBD says how often somebody will order again, Gamma-Gamma for how much.

Fader, Hardie and Lee (2005). A customer orders at a rate of its own and may stop for good after any order; both differ from
customer to customer. Nothing here knows a record: counts, weeks and amounts go in, plain numbers come out. numpy is imported
when something is fitted, and not before.
"""

from __future__ import annotations

from math import lgamma
from typing import TYPE_CHECKING, NamedTuple

from crmsite.inference.least import least
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LEAST, MOST = 1e-3, 1e3
"""Parameters outside of these are no estimate: the data do not say where they lie."""

NEAR = 1e-5
"""How far from a place, as a part of it, a slope is measured where there is no formula for it."""

UNSEEN = 1e-15
"""What a sum of numbers of this size does not show."""


class History(Slotted):
    """Customers one by one: days with an order after the first, weeks from the first to the last, weeks observed."""

    x: Sequence[int]
    last: Sequence[float]
    observed: Sequence[float]


class Frequency(NamedTuple):
    """BG/NBD: ``r`` and ``alpha`` for how often customers order, ``a`` and ``b`` for how they stop; the log-likelihood."""

    r: float
    alpha: float
    a: float
    b: float
    likelihood: float


class Spending(NamedTuple):
    """Gamma-Gamma: ``p``, ``q`` and ``v`` for what an order comes to."""

    p: float
    q: float
    v: float

    @property
    def mean(self) -> float:
        """The mean order of somebody of whom nothing is known."""
        return self.p * self.v / (self.q - 1)


class NotFitted(ValueError):
    """The parameters could not be found; ``reason`` is ``not_converged`` or ``at_bound``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def fit_frequency(history: History) -> Frequency:
    """Find the parameters that make these histories likeliest. Raises ``NotFitted``.

    Orders are counted, so quotients of gamma and beta functions are sums over the orders before: one table of each serves all.
    """
    import numpy as np

    x = np.asarray(history.x, dtype=np.int64)
    last = np.asarray(history.last, dtype=np.float64)
    observed = np.asarray(history.observed, dtype=np.float64)
    again = x > 0
    earlier = np.arange(max(history.x, default=0), dtype=np.float64)
    before = np.maximum(x, 1) - 1.0

    def surprise(logs: Numbers) -> tuple[float, Numbers]:
        r, alpha, a, b = parameters = np.exp(logs)
        tables = np.log(r + earlier), np.log(b + earlier) - np.log(a + b + earlier)
        slopes = 1 / (r + earlier), -1 / (a + b + earlier), 1 / (b + earlier) - 1 / (a + b + earlier)
        often, kept, often_r, kept_a, kept_b = (_summed(table)[x] for table in (*tables, *slopes))
        log_here, log_gone = np.log(alpha + observed), np.log(alpha + last)
        here = -(r + x) * log_here
        gone = np.where(again, np.log(a) - np.log(b + before) - (r + x) * log_gone, -np.inf)
        both = np.logaddexp(here, gone)
        left = np.exp(gone - both)
        stayed = 1 - left
        told = (
            often_r + np.log(alpha) - stayed * log_here - left * log_gone,
            r / alpha - (r + x) * (stayed / (alpha + observed) + left / (alpha + last)),
            kept_a + left / a,
            kept_b - left / (b + before),
        )
        value = float(np.sum(often + r * np.log(alpha) + kept + both))
        return -value, -parameters * np.array([np.sum(slope) for slope in told])

    r, alpha, a, b = _least(surprise, 4)
    return Frequency(r, alpha, a, b, -surprise(np.log(np.array([r, alpha, a, b])))[0])


def _summed(table: Numbers) -> Numbers:
    """Return for each number of orders the sum over those before it."""
    import numpy as np

    return np.concatenate(([0.0], np.cumsum(table)))


def fit_spending(x: Sequence[int], mean: Sequence[float]) -> Spending:
    """Find what orders come to, from the mean of each customer that ordered again. Raises ``NotFitted``."""
    import numpy as np

    n, z = np.asarray(x, dtype=np.float64), np.asarray(mean, dtype=np.float64)
    counts, place = np.unique(n, return_inverse=True)
    scale = float(np.mean(z))
    z = z / scale
    log_z, log_n = np.log(z), np.log(n)

    def surprise(logs: Numbers) -> tuple[float, Numbers]:
        p, q, v = parameters = np.exp(logs)
        (whole, whole_slope), (own, own_slope) = (_log_gamma(p * counts + rest) for rest in (q, 0.0))
        (start, start_slope) = _log_gamma(np.array([q]))
        log_all = np.log(n * z + v)
        known = (whole - own - start)[place] + q * np.log(v)
        value = known + (p * n - 1) * log_z + p * n * log_n - (p * n + q) * log_all
        told = (
            n * ((whole_slope - own_slope)[place] + log_z + log_n - log_all),
            (whole_slope - start_slope)[place] + np.log(v) - log_all,
            q / v - (p * n + q) / (n * z + v),
        )
        return -float(np.sum(value)), -parameters * np.array([np.sum(slope) for slope in told])

    p, q, v = _least(surprise, 3)
    if q <= 1:
        raise NotFitted("at_bound")
    return Spending(p, q, v * scale)


def _log_gamma(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return the logarithm of the gamma function at some places, and its slopes: as it rises close to each of them."""
    import numpy as np

    near = [value * NEAR for value in values]
    rises = [(lgamma(value + by) - lgamma(value - by)) / (2 * by) for value, by in zip(values, near, strict=True)]
    return np.array([lgamma(value) for value in values]), np.array(rises)


def _least(surprise: Callable[[Numbers], tuple[float, Numbers]], count: int) -> list[float]:
    """Return the positive parameters at which a function of their logarithms is least; it gives its slopes as well."""
    import numpy as np

    with np.errstate(all="ignore"):
        found = least(surprise, np.zeros(count))
    if found is None or not np.all(np.isfinite(found)):
        raise NotFitted("not_converged")
    values = [float(value) for value in np.exp(found)]
    if any(not LEAST < value < MOST for value in values):
        raise NotFitted("at_bound")
    return values


def alive(model: Frequency, history: History) -> list[float]:
    """Return for each customer the probability that it has not stopped for good."""
    import numpy as np

    x = np.asarray(history.x, dtype=np.float64)
    return [float(p) for p in 1 / (1 + _gone(model, x, history))]


def expected_orders(model: Frequency, history: History, weeks: float) -> list[float]:
    """Return for each customer how many days with orders are to be expected in the weeks to come.

    Equation 10 of the paper, with the hypergeometric function transformed by Euler: its terms then stay small however often
    somebody has ordered.
    """
    import numpy as np

    r, alpha, a, b, _ = model
    x = np.asarray(history.x, dtype=np.float64)
    observed = np.asarray(history.observed, dtype=np.float64)
    share = weeks / (alpha + observed + weeks)
    fading = (1 - share) ** (a - 1) * _series(a + b - 1 - r, a - 1, a + b + x - 1, share)
    found = (a + b + x - 1) / (a - 1) * (1 - fading) / (1 + _gone(model, x, history))
    return [float(count) for count in found]


def _series(first: float, second: float, third: Numbers, share: Numbers) -> Numbers:
    """Return the hypergeometric function of some places below one, added up until no further term would show."""
    import numpy as np

    total, term = np.ones_like(share), np.ones_like(share)
    waiting = np.arange(len(share))
    count = 0
    while len(waiting):
        term = term * ((first + count) * (second + count) / ((third[waiting] + count) * (1 + count)) * share[waiting])
        total[waiting] += term
        count += 1
        shows = np.abs(term) > UNSEEN * (1 - share[waiting]) * np.abs(total[waiting])
        waiting, term = waiting[shows], term[shows]
    return total


def _gone(model: Frequency, x: Numbers, history: History) -> Numbers:
    """Return the odds that a customer has stopped; nought for one that ordered only once: it had no occasion to."""
    import numpy as np

    last = np.asarray(history.last, dtype=np.float64)
    observed = np.asarray(history.observed, dtype=np.float64)
    odds = model.a / (model.b + np.maximum(x, 1) - 1) * ((model.alpha + observed) / (model.alpha + last)) ** (model.r + x)
    return np.where(x > 0, odds, 0.0)


def expected_spend(model: Spending, x: int, mean: float | None) -> float:
    """Return what an order of a customer is to be expected to come to: between its own mean and that of all."""
    if not x or mean is None:
        return model.mean
    return model.p * (model.v + x * mean) / (model.p * x + model.q - 1)


def correlation(first: Sequence[float], second: Sequence[float]) -> float:
    """Return how far two columns rise together, -1 to 1; nought where one of them does not vary."""
    import numpy as np

    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if len(one) < 2 or not float(one.std()) or not float(other.std()):
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
