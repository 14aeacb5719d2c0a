"""What the rooms further left ask of the tables."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import speciosa.knowledge as room
from speciosa.knowledge import Act, Urgency, load_knowledge
from speciosa.knowledge.loader import knowledge_from
from speciosa.values.errors import KnowledgeError
from speciosa.values.sources import HowRead

Copy = Any


def files_of(tables: Copy) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in tables.folder.iterdir()}


def test_the_room_exports_a_dozen_names_at_most() -> None:
    assert len(room.__all__) <= 12
    assert room.__all__ == sorted(room.__all__, key=lambda name: (name[0].islower(), name))


def test_the_tables_are_read_once() -> None:
    assert load_knowledge() is load_knowledge()


def test_the_first_broken_thing_stops_the_loading(tables: Copy) -> None:
    tables.change("choices", "coverage_gap_d", why="")
    with pytest.raises(KnowledgeError, match=r"choices\.csv \[coverage_gap_d\]: has no why"):
        knowledge_from(files_of(tables))


def test_a_table_in_another_encoding_stops_the_loading(tables: Copy) -> None:
    files = files_of(tables)
    with pytest.raises(KnowledgeError, match="not UTF-8"):
        knowledge_from({**files, "outcomes.csv": files["outcomes.csv"].decode().encode("latin-1")})


def test_numbers_of_simulated_people_stand_apart_from_our_choices() -> None:
    knowledge = load_knowledge()
    assert knowledge.simulated("dose_g") == 3
    assert not knowledge.simulation.keys() & knowledge.choices.keys()
    with pytest.raises(KnowledgeError, match=r"nothing: no such choice; .*simulation\.csv"):
        knowledge.simulated("nothing")


def test_any_edit_changes_the_version(tables: Copy) -> None:
    before = knowledge_from(files_of(tables)).version
    assert before == load_knowledge().version
    assert len(before) == 12
    int(before, 16)
    tables.change("choices", "coverage_gap_d", value="4")
    assert knowledge_from(files_of(tables)).version != before


def test_line_ends_do_not_change_the_version(tables: Copy) -> None:
    files = {name: raw.replace(b"\n", b"\r\n") for name, raw in files_of(tables).items()}
    assert knowledge_from(files).version == load_knowledge().version


def test_a_process_pool_can_send_it() -> None:
    knowledge = load_knowledge()
    assert pickle.loads(pickle.dumps(knowledge)).version == knowledge.version


@pytest.mark.parametrize("word", ["sleep_quality", "Sleep quality", "  SLEEP-QUALITY ", "Schlafqualität"])
def test_an_outcome_is_found_however_it_is_written(word: str) -> None:
    assert load_knowledge().outcome(word).word == "sleep_quality"


def test_more_sleep_is_better_and_more_pain_is_worse() -> None:
    knowledge = load_knowledge()
    assert knowledge.outcome("sleep_quality").better == "higher"
    assert knowledge.outcome("pain").better == "lower"


def test_an_unknown_outcome_takes_lower_as_better_and_says_that_it_is_unknown() -> None:
    outcome = load_knowledge().outcome("Glumness")
    assert (outcome.word, outcome.label, outcome.better, outcome.known) == ("Glumness", "Glumness", "lower", False)


@pytest.mark.parametrize("word", ["pain", "interference", "mood", "anxiety", "sleep_quality", "energy"])
def test_the_words_of_the_contract_are_known(word: str) -> None:
    assert load_knowledge().outcomes[word].known


@pytest.mark.parametrize(
    ("product", "substance", "form"),
    [
        ("kratom leaf powder", "kratom", "leaf powder"),
        ("7-OH tablet", "7-hydroxymitragynine", "tablet"),
        ("Kratom", "kratom", "unknown"),
        ("kratom capsules", "kratom", "capsule"),
        ("Red  Bali", "kratom", "leaf powder"),
        ("MAENG DA", "kratom", "leaf powder"),
        ("Kratom Pulver", "kratom", "leaf powder"),
    ],
)
def test_a_product_word_is_known(product: str, substance: str, form: str) -> None:
    found = load_knowledge().substance(product)
    assert found is not None
    assert (found.substance, found.form) == (substance, form)


def test_another_substance_is_not_taken_for_kratom() -> None:
    knowledge = load_knowledge()
    assert [knowledge.substance(name) for name in ("ibuprofen", "kava", "", "krat")] == [None] * 4


def test_strength_is_never_guessed_for_anything_but_leaf() -> None:
    for product in load_knowledge().substances.values():
        strong = product.substance != "kratom" or product.form in {"extract", "shot", "resin", "tablet"}
        assert product.label_needed == strong, product.product


@pytest.mark.parametrize(
    "site", ["forearm_dorsal_left", "hand_dorsal_left", "cheek_left", "neck_back", "arm_inner_left"]
)
def test_the_body_sites_of_the_contract_are_there(site: str) -> None:
    assert site in load_knowledge().body_sites


def test_the_covered_comparison_is_covered_and_the_forearm_is_not() -> None:
    sites = load_knowledge().body_sites
    assert sites["arm_inner_left"].covered
    assert sites["forearm_dorsal_left"].sun_exposed
    assert not sites["forearm_dorsal_left"].covered


def test_a_choice_is_a_number() -> None:
    assert load_knowledge().choice("coverage_gap_d") == 3


def test_an_unknown_choice_is_our_mistake() -> None:
    with pytest.raises(KnowledgeError, match="coverage_gap_weeks: no such choice"):
        load_knowledge().choice("coverage_gap_weeks")


def test_sources_come_once_and_in_order() -> None:
    cited = load_knowledge().cite(["tanna2022", "krebs2009", "tanna2022"])
    assert [source.key for source in cited] == ["krebs2009", "tanna2022"]


def test_an_unknown_source_is_our_mistake() -> None:
    with pytest.raises(KnowledgeError, match="nobody1999: no such source"):
        load_knowledge().cite(["krebs2009", "nobody1999"])


@pytest.mark.parametrize(
    ("scale", "items", "low", "high", "change"),
    [
        ("peg", 3, 0, 10, 1.0),
        ("phq2", 2, 0, 6, None),
        ("gad2", 2, 0, 6, None),
        ("phq4", 4, 0, 12, None),
        ("pgic", 1, 1, 7, None),
    ],
)
def test_an_instrument_has_its_range(scale: str, items: int, low: float, high: float, change: float | None) -> None:
    found = load_knowledge().instruments[scale]
    assert (found.items, found.low, found.high, found.important_change) == (items, low, high, change)


def test_one_point_less_of_peg_is_better() -> None:
    assert load_knowledge().instruments["peg"].better == "lower"


def test_published_figures_are_as_printed() -> None:
    figures = {row.key: row for row in load_knowledge().pk_parameters}
    half_life = figures["tanna_mitragynine_t_half"]
    assert (half_life.value, half_life.low, half_life.high, half_life.unit, half_life.n) == (45.3, 31.9, 50.2, "h", 5)
    assert half_life.how_read is HowRead.TABLE
    assert half_life.source == ("dmd2023_001005", "tanna2022")


def test_a_clearance_with_a_suspected_unit_error_is_retired() -> None:
    figures = {row.key: row for row in load_knowledge().pk_parameters}
    assert figures["trakulsrichai_cl_f"].status == "retired"


def test_every_emergency_says_to_call() -> None:
    rules = load_knowledge().safety_rules
    for key in ("breathing", "seizure", "heart", "serotonin", "suicide", "stroke"):
        assert (rules[key].urgency, rules[key].act) == (Urgency.NOW, Act.CALL_EMERGENCY)
    assert rules["liver"].act is Act.TODAY


def test_a_frightened_person_can_read_what_is_wrong() -> None:
    for rule in load_knowledge().safety_rules.values():
        for sentence in (rule.title, *rule.say.split(". "), *rule.why.split(". ")):
            assert len(sentence.split()) <= 25, sentence


def test_nobody_is_told_to_stop_suddenly() -> None:
    knowledge = load_knowledge()
    spoken = [text for rule in knowledge.safety_rules.values() for text in (rule.why, rule.say, rule.who)]
    spoken += [text for row in knowledge.interactions for text in (row.say, row.plain, row.on_stopping)]
    spoken += [text for row in knowledge.conditions for text in (row.say, row.plain)]
    for text in spoken:
        assert "stop taking kratom" not in text.lower()
        assert "recommended dose" not in text.lower()


def test_a_medicine_is_found_however_it_is_written() -> None:
    for written in (" Quetiapine", "QUETIAPINE 25 mg", "Seroquel"):
        keys = {row.key for row in load_knowledge().interactions_with(written)}
        assert {"quetiapine"} < keys, "and what its other groups lead to"


def test_a_medicine_that_is_not_named_has_no_row() -> None:
    assert load_knowledge().interactions_with("stardust") == ()


def test_a_near_name_has_no_row() -> None:
    assert load_knowledge().interactions_with("quetiapinne") == ()


def test_every_group_of_a_medicine_is_found_and_an_unknown_one_has_none() -> None:
    knowledge = load_knowledge()
    for row in knowledge.medicine_groups:
        assert all(row.group in knowledge.groups_of(name) for name in row.members), row.key
    assert knowledge.groups_of("stardust") == frozenset()


def test_a_mixture_is_in_the_groups_of_its_parts() -> None:
    knowledge = load_knowledge()
    mixtures = [row for row in knowledge.medicines.values() if row.parts]
    assert mixtures
    for row in mixtures:
        for part in row.parts:
            assert knowledge.groups_of(part) <= knowledge.groups_of(row.name), row.name


def test_every_interaction_has_a_medicine_that_leads_to_it() -> None:
    knowledge = load_knowledge()
    for row in knowledge.interactions:
        members = [name for each in knowledge.medicine_groups if each.group in row.groups for name in each.members]
        assert all(row in knowledge.interactions_with(name) for name in members), row.key
        assert members or not row.groups, row.key


def test_no_table_tells_where_its_rows_were_copied_from(tables: Copy) -> None:
    for name, raw in files_of(tables).items():
        text = raw.decode().lower()
        assert "memory-unverified" not in text, name


def test_importing_the_room_loads_no_array_library() -> None:
    code = "import sys, speciosa.knowledge; print(*sorted({'numpy', 'pandas', 'scipy', 'argparse', 'rapidfuzz'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_loader_reads_the_package_and_nothing_else() -> None:
    folder = Path(room.__file__).parent / "data"
    assert {path.suffix for path in folder.iterdir()} == {".csv", ".toml"}
