"""``schema``: what editors check by is what ``check`` reads by, and says in both languages what each key means."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from commanding import Run, run_in
from dossiers import SAMPLE

from crmsite import schemas
from crmsite.commands.founding import Foundation, files
from crmsite.reading.placing import Place, place
from crmsite.schemas.words import KEYS, words_of

ROOT = Path(__file__).parents[3]
KINDS = [kind.id for kind in schemas.kinds()]
FOLDERS = {"sample": SAMPLE, "demo": ROOT / "records", "packaged": ROOT / "crmsite" / "defaults"}


class Editor(yaml.SafeLoader):
    """Reads YAML as editors do, by version 1.2: ``on`` and dates are text."""


Editor.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("bool", "true|false", "tf"), ("null", "~|null|", "~n"), ("int", r"[-+]?\d+", "-+0123456789"), ("float", r"[-+]?\d+\.\d+", "-+0123456789"),
):  # fmt: skip
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{form})$"), [*first, *([""] if tag == "null" else [])])


def complaints(kind: str, text: str) -> list[str]:
    """Return what an editor would mark in a file."""
    checker = jsonschema.Draft7Validator(schemas.schema_of(kind))
    return [f"{error.json_path}: {error.message[:80]}" for error in checker.iter_errors(yaml.load(text, Editor))]


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema_of_draft_7_without_inner_keys(kind: str) -> None:
    schema = schemas.schema_of(kind)
    jsonschema.Draft7Validator.check_schema(schema)
    assert '"@' not in json.dumps(schema)
    assert "prefixItems" not in json.dumps(schema)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_that_reads_well_is_marked_nowhere(folder: str) -> None:
    checkers = {kind: jsonschema.Draft7Validator(schemas.schema_of(kind)) for kind in KINDS}
    marked = []
    for path in sorted(FOLDERS[folder].rglob("*.yaml")):
        placed = place(path.relative_to(FOLDERS[folder]).as_posix())
        assert isinstance(placed, Place)
        tree = yaml.load(path.read_text("utf-8"), Editor)
        marked += [f"{path.name} {error.json_path} {error.message[:80]}" for error in checkers[placed.kind].iter_errors(tree)]
    assert marked == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("customer", "name: x\nstages: []\nindustri: internet\n"),
        ("customer", "stages: []\n"),
        ("need", "nature: 很急\nkind: service\ntext: x\nsource: feedback\nrecorded: 2024-01-01\n"),
        ("need", "nature: 显性\nkind: service\ntext: x\nsource: feedback\nrecorded: 2024-01-01\nimportance: 9\n"),
        ("assessment", "period: 2024Q2\ndate: 2024-06-28\nby: E-zhao\nscores: {amount: 9}\n"),
        ("assessment", "period: 2024-Q2\ndate: 2024-06-28\nby: E-zhao\nscores: {amount: 80万}\n"),
        ("contact", "- code: 联系人-001\n  masked_name: 张*\n  title: x\n  role: user\n  since: 2024-01-01\n"),
        ("plan", "period: {from: 2024-01-01}\n"),
    ],
)
def test_a_slip_is_marked_while_it_is_typed(kind: str, text: str) -> None:
    assert complaints(kind, text) != []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("need", "nature: 显性\nkind: Service\ntext: {en: x}\nsource: feedback\nrecorded: 2024-01-01\n"),
        ("assessment", 'period: 2024-Q2\ndate: 2024-06-28\nby: E-zhao\nscores: {amount: "7.5"}\n'),
        ("customer", "name: 12\nstages: [{from: 2024-01-01, stage: 成交}]\nexternal_ids: {erp: 10021}\ntags:\n"),
        ("contact", "- {id: P-1, code: 联系人-001, masked_name: 张*, title: x, role: 决策人, since: 2024-01-01}\n"),
    ],
)
def test_what_check_lets_through_is_not_marked(kind: str, text: str) -> None:
    assert complaints(kind, text) == []


def test_every_key_is_explained_in_both_languages_and_no_word_is_idle() -> None:
    used, silent = set(), []
    for kind in KINDS:
        definitions: dict[str, Any] = schemas.schema_of(kind)["definitions"]  # type: ignore[assignment]
        for model, definition in definitions.items():
            for key, part in definition.get("properties", {}).items():
                used |= {key, f"{model}.{key}"}
                if words_of(model, key) is None or not part["description"]:
                    silent.append(f"{model}.{key}")
    assert silent == []
    assert set(KEYS) - used == set()


def test_a_listed_value_is_completed_by_id_and_by_both_labels_and_explained() -> None:
    stage: Any = schemas.schema_of("customer")["definitions"]["StageStep"]["properties"]["stage"]  # type: ignore[index,call-overload]
    assert {"won", "成交", "Won"} <= set(stage["enum"])
    assert "won 成交 Won" in stage["description"]


@pytest.mark.parametrize("folder", ["sample", "demo"])
def test_the_settings_lead_every_file_to_the_schema_of_its_kind_and_to_no_other(folder: str) -> None:
    wrong = []
    for path in sorted(FOLDERS[folder].rglob("*.yaml")):
        relative = path.relative_to(FOLDERS[folder]).as_posix()
        placed = place(relative)
        assert isinstance(placed, Place)
        fitting = [kind for kind, globs in schemas.globs().items() if any(matches(glob, f"records/{relative}") for glob in globs)]
        if fitting != [placed.kind]:
            wrong.append(f"{relative}: {fitting}")
    assert wrong == []


def matches(glob: str, path: str) -> bool:
    form = re.escape(glob).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.fullmatch(form, path) is not None


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_one_kind_goes_to_the_standard_output(run: Run) -> None:
    assert json.loads(run("schema", "需求").out) == schemas.schema_of("need")


def test_all_kinds_go_into_a_folder_and_the_settings_are_printed(run: Run) -> None:
    said = run("schema", "--write", ".schemas")
    settings = json.loads(said.out)["yaml.schemas"]
    assert settings[".schemas/site.schema.json"] == ["records/site.yaml"]
    for path in settings:
        assert json.loads((run.repository.root / path).read_text("utf-8"))["$schema"].startswith("http://json-schema.org/draft-07")
    assert len(settings) == len(KINDS)


def test_a_repository_begins_with_the_schemas_of_today() -> None:
    from datetime import date

    founded = dict(files(Foundation("zh", date(2026, 11, 22), (), example=False)))
    assert {path for path in founded if path.startswith(".schemas/")} == {f".schemas/{kind}.schema.json" for kind in KINDS}


def test_a_kind_that_is_not_there_is_refused_with_the_nearest(run: Run, tmp_path: Path) -> None:
    assert "Did you mean Customer?" in run("schema", "custmer").err
    assert run_in(str(tmp_path), "schema").code == 2
    assert run_in(str(tmp_path), "schema", "need").code == 0


@pytest.mark.parametrize("kind", ["order", "invoice", "receipt", "send"])
def test_the_schema_of_a_table_names_its_columns(tmp_path: Path, kind: str) -> None:
    from crmsite.grammar.tables import COLUMNS

    found = json.loads(run_in(str(tmp_path), "schema", kind).out)
    jsonschema.Draft7Validator.check_schema(found)
    columns = COLUMNS[kind]
    assert list(found["properties"]) == ["customer", *columns.required, *columns.optional]
    assert found["required"] == list(columns.required)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_kind_that_nothing_is_like_is_refused_without_a_guess(tmp_path: Path, lang: str) -> None:
    told = run_in(str(tmp_path), "schema", "xyzzy", lang=lang).err
    assert "–" not in told
    assert "send" in told
