"""What makes two reports speak of the same fault: a fingerprint that outlives edits elsewhere in the file."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crmsite.diagnostics import Diagnostic

# Arguments that name the faulty thing. Others (line numbers, counts, days, suggestions) change while the fault stays.
_NAMING = frozenset(["alert", "alias", "code", "column", "dimension", "id", "key", "metric", "name", "period", "text", "year"])


def fingerprints(found: Sequence[Diagnostic]) -> list[str]:
    """Return one fingerprint for each fault, in order: all different, none holding a line number.

    Faults that are alike in file, rule, keys and naming arguments are told apart by their order.
    """
    seen: dict[tuple[object, ...], int] = {}
    marks = []
    for diagnostic in found:
        naming = tuple(pair for pair in diagnostic.args if pair[0] in _NAMING)
        identity = (diagnostic.span.path, diagnostic.rule, tuple(map(str, diagnostic.keys)), naming)
        nth = seen[identity] = seen.get(identity, -1) + 1
        text = repr((*identity, nth))
        marks.append(blake2b(text.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest())
    return marks
