"""The page for reviewers: what awaits a professional, and that none of it is dropped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from speciosa.effect import estimate_effect
from speciosa.knowledge import Knowledge, Urgency
from speciosa.knowledge.__main__ import main
from speciosa.knowledge.check import read_folder
from speciosa.knowledge.contents import Contents
from speciosa.knowledge.loader import knowledge_from
from speciosa.knowledge.review_page import awaiting_review, review_page
from speciosa.safety import ruled, screen
from speciosa.safety.sighting import Sighting
from speciosa.safety.triggers import TRIGGERS
from speciosa.values.gaps import NotAssessed
from speciosa.values.sources import HowRead

Copy = Any
ROOM = Path(__file__).parents[3] / "src" / "speciosa" / "knowledge"
OPEN = HowRead.NEEDS_CLINICAL_REVIEW


@pytest.fixture(scope="module")
def contents() -> Contents:
    return read_folder(ROOM / "data")[0]


def rows_on(page: str, table: str = "") -> list[str]:
    """Of one table, or of all; two tables may hold the same key."""
    part = page.split(f"\n## {table}\n")[1].split("\n## ", maxsplit=1)[0] if table else page
    return [line for line in part.splitlines() if line.startswith("| `")]


def test_every_row_that_says_so_is_listed_once_and_no_other(contents: Contents) -> None:
    said = {
        (table, getattr(row, fields(row)[0].name))
        for table, rows in contents.rows.items()
        for row in rows
        if OPEN in [getattr(row, each.name) for each in fields(row) if isinstance(getattr(row, each.name), HowRead)]
    }
    listed = [(each.table, each.key) for each in awaiting_review(contents)]
    assert len(listed) == len(set(listed))
    assert set(listed) == said
    assert len(rows_on(review_page(contents))) == len(said)


def test_the_count_at_the_top_is_the_number_of_rows_below(contents: Contents) -> None:
    page = review_page(contents)
    ((total, urgent),) = re.findall(r"\*\*Rows that await a professional: (\d+); of urgency now: (\d+)\.\*\*", page)
    assert int(total) == len(rows_on(page))
    assert int(urgent) == sum(" | now | " in line for line in rows_on(page))
    by_table = {table: int(n) for table, n in re.findall(r"^- \[(\w+)\]\(#\w+\): (\d+),", page, re.MULTILINE)}
    assert sum(by_table.values()) == int(total)


def test_within_a_table_the_most_urgent_stand_first(contents: Contents) -> None:
    order = [*(each.value for each in Urgency), ""]
    for table in contents.rows:
        soon = [order.index(each.urgency) for each in awaiting_review(contents) if each.table == table]
        assert soon == sorted(soon)


def test_a_row_says_how_soon_what_to_do_what_is_open_and_its_words(contents: Contents) -> None:
    (line,) = [line for line in rows_on(review_page(contents), "safety_rules") if line.startswith("| `liver` ")]
    assert "| now | today | `act_how_read` |" in line
    (rule,) = [row for row in contents.rows["safety_rules"] if row.key == "liver"]
    assert all(words in line for words in (rule.title, rule.why, rule.say, rule.who))


def test_a_reviewed_row_leaves_the_page_and_the_old_page_is_stale(
    tables: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = tmp_path / "docs"
    assert main([str(docs), "--data", str(tables.folder)]) == 0
    before = (docs / "needs_clinical_review.md").read_text(encoding="utf-8")
    assert any("| `liver` |" in line for line in rows_on(before, "safety_rules"))
    tables.change("safety_rules", "liver", act_how_read="own_choice")
    assert main([str(docs), "--data", str(tables.folder), "--check"]) == 1
    assert "needs_clinical_review.md: is stale" in capsys.readouterr().err
    after = rows_on(review_page(read_folder(tables.folder)[0]), "safety_rules")
    assert len(after) == len(rows_on(before, "safety_rules")) - 1
    assert not any("| `liver` |" in line for line in after)


def test_a_name_list_that_awaits_review_is_shown_with_its_members(tables: Copy) -> None:
    first = next(iter(tables.rows("medicine_groups")))["key"]
    tables.change("medicine_groups", first, how_read="needs_clinical_review")
    after = read_folder(tables.folder)[0]
    (row,) = [each for each in awaiting_review(after) if each.table == "medicine_groups" and each.key == first]
    (group,) = [each for each in after.rows["medicine_groups"] if each.key == first]
    assert ", ".join(group.members) in row.words
    assert group.what in row.words


def test_nothing_that_awaits_review_says_so(tables: Copy) -> None:
    for table in ("safety_rules", "interactions", "conditions", "medicine_groups"):
        rows = tables.rows(table)
        for row in rows:
            row |= {column: "abstract" for column, cell in row.items() if cell == "needs_clinical_review"}
        if rows:
            tables.write(table, rows)
    left = [each.table for each in awaiting_review(read_folder(tables.folder)[0])]
    assert not {"safety_rules", "interactions", "conditions", "medicine_groups"} & set(left)
    assert f"await a professional: {len(left)};" in review_page(read_folder(tables.folder)[0])


def test_a_rule_of_urgency_now_without_a_source_is_kept_marked(tables: Copy) -> None:
    tables.change("safety_rules", "stroke", source="", how_read="needs_clinical_review", n="")
    assert not [each for each in tables.problems() if "[stroke]" in each]
    (kept,) = [each for each in awaiting_review(read_folder(tables.folder)[0]) if each.key == "stroke"]
    assert kept.columns == ("how_read", "act_how_read")


def test_no_rule_of_urgency_now_is_dropped_from_the_findings_for_want_of_a_review(
    tables: Copy, findings_of_signs: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is set off by its signs and its condition, with its sources taken away and everything unreviewed."""
    unreviewed = {"source": "", "how_read": "needs_clinical_review", "act_how_read": "needs_clinical_review"}
    for row in tables.rows("safety_rules"):
        if row["urgency"] == "now":
            tables.change("safety_rules", row["key"], **unreviewed)
    stripped = _without_unused_sources(tables)
    monkeypatch.setattr(ruled, "TRIGGERS", dict.fromkeys(TRIGGERS, lambda case: Sighting(None)))
    rules = [each for each in stripped.safety_rules.values() if each.urgency is Urgency.NOW]
    assert {"breathing", "seizure", "heart", "suicide", "liver", "stroke", "pregnancy"} <= {each.key for each in rules}
    for rule in rules:
        found = {each.code: each for each in findings_of_signs(rule.symptoms, stripped)}
        assert found[rule.key].urgency is Urgency.NOW
        assert found[rule.key].needs_review


@pytest.fixture
def findings_of_signs(diary_of: Callable[..., Any]) -> Callable[..., Any]:
    def findings(symptoms: tuple[str, ...], knowledge: Knowledge) -> Any:
        rows = [
            f"2026-05-03T{10 + at // 60}:{at % 60:02d}+02:00,symptom,{word},,,,,,,s{at},,"
            for at, word in enumerate(symptoms)
        ]
        diary = diary_of("2026-05-03T08:00+02:00,dose,kratom leaf powder,3,g,,,,,d1,,", *rows)
        gap, now_s = NotAssessed("exposure", "Not worked out in this test."), 1_780_000_000
        effect = estimate_effect(diary, gap, knowledge, outcome="pain", now_s=now_s, seed=0)
        no_skin = NotAssessed("skin", "There are no photos in this record.")
        return screen(diary, gap, effect, no_skin, knowledge, now_s=now_s).findings

    return findings


def _without_unused_sources(tables: Copy) -> Knowledge:
    """The same tables with a bibliography of what is still cited: an entry that nobody cites breaks the rules."""
    unused = {each.split("[")[1].split("]")[0] for each in tables.problems() if "no row cites it" in each}
    path = tables.folder / "bibliography.toml"
    parts = re.split(r"(?m)^(?=\[)", path.read_text(encoding="utf-8"))
    path.write_text("".join(each for each in parts if each[1:].split("]")[0] not in unused), encoding="utf-8")
    return knowledge_from({each.name: each.read_bytes() for each in tables.folder.iterdir()})
