"""The model of orders 购买模型: BG/NBD says how often somebody will order again, Gamma-Gamma for how much.

Fader, Hardie and Lee (2005). A customer orders at a rate of its own and may stop for good after any order; both differ from
customer to customer. Nothing here knows a record: counts, weeks and amounts go in, plain numbers come out. scipy is imported
when something is fitted, and not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LEAST, MOST = 1e-3, 1e3
"""Parameters outside of these are no estimate: the data do not say where they lie."""

TOLERANCE = 1e-6


class History(NamedTuple):
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
    """Find the parameters that make these histories likeliest. Raises ``NotFitted``."""
    import numpy as np
    from scipy.special import betaln, gammaln

    x = np.asarray(history.x, dtype=np.float64)
    last = np.asarray(history.last, dtype=np.float64)
    observed = np.asarray(history.observed, dtype=np.float64)
    again = x > 0

    def surprise(logs: Numbers) -> float:
        r, alpha, a, b = np.exp(logs)
        start = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
        here = -(r + x) * np.log(alpha + observed)
        gone = np.where(again, np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + last), -np.inf)
        return -float(np.sum(start + np.logaddexp(here, gone)))

    r, alpha, a, b = _least(surprise, 4)
    return Frequency(r, alpha, a, b, -surprise(np.log(np.array([r, alpha, a, b]))))


def fit_spending(x: Sequence[int], mean: Sequence[float]) -> Spending:
    """Find what orders come to, from the mean of each customer that ordered again. Raises ``NotFitted``."""
    import numpy as np
    from scipy.special import gammaln

    n, z = np.asarray(x, dtype=np.float64), np.asarray(mean, dtype=np.float64)
    scale = float(np.mean(z))
    z = z / scale

    def surprise(logs: Numbers) -> float:
        p, q, v = np.exp(logs)
        known = gammaln(p * n + q) - gammaln(p * n) - gammaln(q) + q * np.log(v)
        return -float(np.sum(known + (p * n - 1) * np.log(z) + p * n * np.log(n) - (p * n + q) * np.log(n * z + v)))

    p, q, v = _least(surprise, 3)
    if q <= 1:
        raise NotFitted("at_bound")
    return Spending(p, q, v * scale)


def _least(surprise: Callable[[Numbers], float], count: int) -> list[float]:
    """Return the positive parameters at which a function is least: a quick descent, then a careful one without slopes."""
    import numpy as np
    from scipy.optimize import minimize

    with np.errstate(all="ignore"):
        near = minimize(surprise, np.zeros(count), method="L-BFGS-B")
        steps = {"xatol": TOLERANCE, "fatol": TOLERANCE, "maxiter": 4000, "maxfev": 8000}
        found = minimize(surprise, near.x, method="Nelder-Mead", options=steps)
    if not found.success or not np.all(np.isfinite(found.x)):
        raise NotFitted("not_converged")
    values = [float(value) for value in np.exp(found.x)]
    if any(not LEAST < value < MOST for value in values):
        raise NotFitted("at_bound")
    return values


def alive(model: Frequency, history: History) -> list[float]:
    """Return for each customer the probability that it has not stopped for good."""
    import numpy as np

    x = np.asarray(history.x, dtype=np.float64)
    return [float(p) for p in 1 / (1 + _gone(model, x, history))]


def expected_orders(model: Frequency, history: History, weeks: float) -> list[float]:
    """Return for each customer how many days with orders are to be expected in the weeks to come."""
    import numpy as np
    from scipy.special import hyp2f1

    r, alpha, a, b, _ = model
    x = np.asarray(history.x, dtype=np.float64)
    observed = np.asarray(history.observed, dtype=np.float64)
    series = hyp2f1(r + x, b + x, a + b + x - 1, weeks / (alpha + observed + weeks))
    fading = ((alpha + observed) / (alpha + observed + weeks)) ** (r + x)
    found = (a + b + x - 1) / (a - 1) * (1 - fading * series) / (1 + _gone(model, x, history))
    return [float(count) for count in found]


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
