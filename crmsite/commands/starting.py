"""Starting records: where a new one lies, what its id is, what is known of it already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from crmsite.calendars.calendar_days import period_of, quarter_named, year_start
from crmsite.commands import assessing
from crmsite.commands.drafting import draft_of
from crmsite.commands.followups import Change, UnclearError, folder_of, ids_of, owner_of, person_of
from crmsite.commands.log import known, opened_at
from crmsite.commands.recording import refuse_faults, show
from crmsite.commands.refusing import refusal, told
from crmsite.commands.writing import OutsideError, write_new
from crmsite.reading.placing import Place, place
from crmsite.reading.reader import read_file
from crmsite.runs import lookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from crmsite.commands.drafting import Draft
    from crmsite.commands.drafts import Value
    from crmsite.commands.workspace import Workspace
    from crmsite.figures.facts import Facts
    from crmsite.kinds.kind import Kind
    from crmsite.runs.lookup import Opened
    from crmsite.stages.pipeline import Loaded

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_QUARTER = re.compile(r"\d{4}-Q[1-4]")
_BY_YEAR = ("case", "risk", "rootcause", "improvement")
_TODAY = ("recorded", "since", "date", "opened", "raised", "on", "effective_from")
_GROUND = {"explicit": "quote", "implicit": "evidence", "pain": "pain"}
"""What each nature of need has to rest on."""
_BY_SOMEBODY = ("by", "owner")


class Asked(NamedTuple):
    """What is to be started: the kind, and what was said of it; empty where nothing was said."""

    kind: Kind
    id: str
    customer: str
    title: str
    owner: str
    values: dict[str, Value]


def start(workspace: Workspace, asked: Asked) -> list[str]:
    """Write one new record; return its path. What has to be filled in is named."""
    opened, facts = _whose(workspace, asked)
    loaded = opened.loaded
    if asked.kind.id == "customer" and asked.id in loaded.heads:
        raise refusal(workspace, "new.taken", id=asked.id, path=f"records/{folder_of(loaded, asked.id)}")
    stem = asked.id or _next(loaded, asked.kind, facts)
    if not stem:
        raise refusal(workspace, "new.needs_id", kind=asked.kind.id)
    example = f"{asked.kind.prefix or asked.kind.id}-{stem}" if _ID.fullmatch(stem) else f"{asked.kind.prefix or asked.kind.id}-1"
    if not _ID.fullmatch(stem) or (asked.kind.id == "survey" and not stem[0].isalpha()):
        raise refusal(workspace, "new.bad_id", id=stem, example=example)
    path = _beside_survey(workspace, loaded, asked) or _path(loaded, asked.kind, facts.id if facts else "", stem)
    placed = place(path)
    if not isinstance(placed, Place) or placed.kind != asked.kind.id:
        raise refusal(workspace, "new.bad_id", id=stem, example=example)
    taken = _holder(loaded, placed.id, path)
    if taken:
        raise refusal(workspace, "new.taken", id=placed.id, path=taken)
    known = _known(asked, loaded, facts, stem)
    draft = draft_of(asked.kind.id, known, workspace.lang, _called_for(asked.kind, known))
    _refuse_what_is_given(workspace, path, draft)
    _write(workspace, loaded.options.records, path, draft.text)
    if _today(loaded) > loaded.as_of:
        workspace.say("log.later", day=_today(loaded), as_of=loaded.as_of)
    if draft.missing:
        workspace.say("new.fill_in", keys=", ".join(draft.missing))
    return [path]


def _called_for(kind: Kind, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the keys that what is known makes necessary: the ground on which a need of some nature has to rest."""
    ground = _GROUND.get(str(values.get("nature"))) if kind.id == "need" else None
    return (ground,) if ground else ()


def _beside_survey(workspace: Workspace, loaded: Loaded, asked: Asked) -> str:
    """Return the path of a response in the folder of its survey, which has to be named where there is more than one."""
    surveys = loaded.organisation.surveys
    if asked.kind.id != "response" or not surveys:
        return ""
    name = asked.values.get("survey") or (next(iter(surveys)) if len(surveys) == 1 else "")
    survey = surveys.get(str(name))
    if survey is None:
        raise refusal(workspace, "new.unstated_survey", id=asked.id, known=", ".join(surveys))
    asked.values["survey"] = survey.id
    folder = survey.path.rpartition("/")[0] if survey.path.rpartition("/")[2].startswith("survey.") else f"surveys/{survey.id}"
    return f"{folder}/responses/{asked.id}.yaml"


def _holder(loaded: Loaded, name: str, path: str) -> str:
    """Return the file in which an id stands already; empty where it is free, or packaged to be written over."""
    known = loaded.shared.known.get(name)
    if known is not None:
        return f"records/{known.path}" if known.path not in ("", path) or name in ids_of(loaded) else ""
    if name not in ids_of(loaded):
        return ""
    listed = (other for other in loaded.listed.shard if other.rpartition("/")[2].rpartition(".")[0] in (name, path))
    return f"records/{next(listed, path)}"


def _whose(workspace: Workspace, asked: Asked) -> tuple[Opened, Facts | None]:
    """Read the repository, and the customer that the record belongs to, if it belongs to one."""
    if asked.kind.id == "customer" or (not asked.customer and asked.kind.owner != "customer"):
        line, advance = workspace.progress("progress.check")
        opened = lookup.opened(workspace.options(as_of=None, jobs=None), advance)
        line.done()
        return opened, None
    if not asked.customer:
        raise refusal(workspace, "new.needs_customer", kind=asked.kind.id)
    opened, name = opened_at(workspace, asked.customer)
    return opened, known(workspace, opened, name)[1]


def _path(loaded: Loaded, kind: Kind, customer: str, stem: str) -> str:
    if kind.id == "customer":
        return f"customers/{stem}/customer.yaml"
    if kind.id == "calendar":
        return f"policy/calendar/{stem}.yaml"
    if kind.id == "survey":
        return f"surveys/{stem}/survey.yaml"
    folder = f"{folder_of(loaded, customer)}/" if customer else ""
    return f"{folder}opening.yaml" if kind.id == "opening" else f"{folder}{kind.names[0]}/{stem}.yaml"


def _next(loaded: Loaded, kind: Kind, facts: Facts | None) -> str:
    """Return the next free id: numbered within the customer, or within the year; a plan's is the year."""
    year = _today(loaded).year
    if kind.id == "opening":
        return "opening"
    if kind.id in ("plan", "care", "goals", "calendar"):
        return str(year)
    if kind.id in _BY_YEAR:
        return _numbered(f"{kind.prefix}-{year}-", 3, _taken(loaded))
    if facts is None or not kind.prefix:
        return ""
    return _numbered(f"{kind.prefix}-{facts.id}-", 2, _taken(loaded))


def _taken(loaded: Loaded) -> set[str]:
    """Return every id that is in use; a file that cannot be read yet has taken the id of its name."""
    return ids_of(loaded) | set(loaded.shared.known) | {path.rsplit("/", 1)[-1].rsplit(".", 1)[0] for path in loaded.listed.shard}


def _numbered(prefix: str, digits: int, taken: Iterable[str]) -> str:
    numbers = [int(name[len(prefix) :]) for name in taken if name.startswith(prefix) and name[len(prefix) :].isdigit()]
    return f"{prefix}{max(numbers, default=0) + 1:0{digits}d}"


def _today(loaded: Loaded) -> date:
    return loaded.options.as_of or loaded.options.today


def _known(asked: Asked, loaded: Loaded, facts: Facts | None, stem: str) -> dict[str, Value]:
    """Put together what is known of a new record: what was said, today's date, the owner."""
    kind, organisation = asked.kind.id, loaded.organisation
    today = _today(loaded).isoformat()
    required, every = _keys(kind)
    values: dict[str, Value] = {key: today for key in _TODAY if key in required}
    somebody = person_of(organisation, asked.owner) if asked.owner else facts.owner if facts else None
    if somebody:
        values |= {key: somebody for key in _BY_SOMEBODY if key in every}
    if kind == "customer":
        values["name"] = asked.title or asked.values.get("name", stem)
        values["stages"] = [{"from": today, "stage": asked.values.pop("stage", "prospect")}]
        values |= {"owners": [{"person": somebody, "from": today}]} if somebody else {}
    elif kind in ("contact", "person"):
        values |= {"masked_name": asked.title} if asked.title else {}
        values |= {"active": {"from": today}} if kind == "person" else {"code": _code(loaded)}
    elif asked.title and "name" in every:
        values["name"] = asked.title
    if kind == "plan":
        year = period_of(_today(loaded), "year", year_start(organisation.site.org.fiscal_year_start))
        span = (
            (f"{stem}-01-01", f"{stem}-12-31") if re.fullmatch(r"\d{4}", stem) else (year.start.isoformat(), year.end.isoformat())
        )
        values["period"] = {"from": span[0], "to": span[1]}
    if kind == "calendar":
        values["year"] = stem
    return values | asked.values


def _keys(kind: str) -> tuple[set[str], set[str]]:
    """Return the keys that a kind must have, and all that it may have."""
    from crmsite.reading.reader import model_of

    fields = {field.alias or name: field for name, field in model_of(kind).model_fields.items()}
    return {name for name, field in fields.items() if field.is_required()}, set(fields)


def _code(loaded: Loaded) -> str:
    """Return the next free code of a contact; codes are counted through the whole organisation."""
    highest = 0
    for dossier, _ in lookup.each(loaded, loaded.heads):
        numbers = [re.fullmatch(r"联系人-(\d+)", contact.code) for contact in dossier.contacts]
        highest = max([highest, *(int(found[1]) for found in numbers if found)])
    return f"联系人-{highest + 1:03d}"


def _refuse_what_is_given(workspace: Workspace, path: str, draft: Draft) -> None:
    """Refuse a draft with a fault in what was given; what is still to be filled in is no fault yet."""
    faults = read_file(path, draft.text.encode("utf-8")).faults
    given = [found for found in faults if found.severity == "error" and (not found.keys or found.keys[0] not in draft.missing)]
    if given:
        show(workspace, given, draft.text)
        raise refusal(workspace, "new.faulty", path=f"records/{path}")


def _write(workspace: Workspace, records: Path, path: str, text: str) -> None:
    with told(workspace):
        try:
            write_new(records, path, text)
        except FileExistsError:
            raise refusal(workspace, "new.exists", path=f"records/{path}") from None
        except OutsideError:
            raise refusal(workspace, "new.outside", path=f"records/{path}") from None


# ── a quarter's assessments ─────────────────────────────────────────────────────────────────────────────────────
def assessments(workspace: Workspace, asked: Asked) -> list[str]:
    """Draft the review of a quarter for every rated customer without one, or for one customer; return the paths."""
    period = asked.id.upper()
    if not _QUARTER.fullmatch(period):
        raise refusal(workspace, "new.needs_quarter", text=asked.id or "–")
    if asked.customer:
        opened, name = opened_at(workspace, asked.customer)
        names = [name]
    else:
        opened, _ = _whose(workspace, asked._replace(kind=asked.kind._replace(owner="none")))
        names = list(opened.loaded.heads)
    loaded = opened.loaded
    begins = year_start(loaded.organisation.site.org.fiscal_year_start)
    quarter, today = quarter_named(period, begins), _today(loaded)
    if quarter.start > max(today, loaded.as_of):
        raise refusal(workspace, "new.quarter_to_come", period=period)
    language = lookup.language(loaded.organisation, loaded.organisation.site.languages[0])
    day = assessing.window_of(period, begins, loaded.policies).nearest(today)
    there = frozenset(lookup.periods(loaded))
    written, left, ownerless = [], 0, []
    for _, facts in lookup.each(loaded, names, min(quarter.end, loaded.as_of)):
        if not assessing.rated(facts):
            continue
        if (facts.id, period) in there:
            left += 1
            continue
        try:
            by = owner_of(facts, asked.owner, loaded.organisation)
        except UnclearError:
            ownerless.append(facts.id)
            continue
        text = assessing.review(facts, period, day, by, language)
        path = f"{folder_of(loaded, facts.id)}/assessments/{period}.yaml"
        refuse_faults(workspace, Change(path, text))
        _write(workspace, loaded.options.records, path, text)
        written.append(path)
    workspace.say("new.drafted", n=len(written), left=left, period=period)
    if ownerless:
        workspace.say("new.ownerless", customers=", ".join(sorted(ownerless)))
    return sorted(written)
