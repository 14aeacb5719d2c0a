"""What a written name means: a name of the table counts, a near one is asked about, anything else is said."""

from __future__ import annotations

import string

import pytest
from bench.medicine_names import Measured, Written, common_names, figures, measured
from hypothesis import given, settings
from hypothesis import strategies as st

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.knowledge.medicine_names import recognise
from speciosa.knowledge.medicine_rows import Medicine
from speciosa.knowledge.medicine_spelling import plain, spellings

TABLE = load_knowledge()
NAMES = sorted((word, row.name) for row in TABLE.medicines.values() for word in (row.name, *row.aliases))
SPELT = {spelling for word, _ in NAMES for spelling in spellings(word)}


def counted(written: str) -> list[str]:
    return [each.name for each in TABLE.medicine(written).medicines]


def maybe(written: str) -> list[str]:
    return [each.name for each in TABLE.medicine(written).maybe]


def with_parts(name: str) -> list[str]:
    return [name, *TABLE.medicines[name].parts]


@pytest.fixture(scope="module")
def common() -> Measured:
    return measured(common_names(), TABLE)


def test_of_three_hundred_common_names_nearly_all_are_right(common: Measured) -> None:
    assert sum(bool(each.meant) for rows in common for each in rows) >= 300
    assert {each.why for each in (*common.right, *common.missed)} == {
        "generic", "brand", "other_language", "typo", "with_amount", "two_at_once", "unknown", "not_a_medicine",
    }  # fmt: skip
    assert common.share >= 0.98, common.missed


def test_no_common_name_is_silently_taken_for_another_medicine(common: Measured) -> None:
    assert common.wrong == ()


def test_the_measure_itself_sees_a_miss_and_a_wrong_one() -> None:
    rows = [
        Written("Tramadol", ("tramadol",), "generic"),
        Written("stardust", ("tramadol",), "brand"),
        Written("Tramadol", ("sertraline",), "generic"),
        Written("tramadoll", ("tramadol",), "typo"),
        Written("tramadol", ("tramadol",), "typo"),
        Written("tramadoll", ("sertraline",), "typo"),
        Written("sertraline", ("sertraline", "tramadol"), "two_at_once"),
    ]
    found = measured(rows, TABLE)
    assert found.right == (rows[0], rows[3], rows[4])
    assert found.missed == (rows[1], rows[5], rows[6])
    assert found.wrong == (rows[2],)
    assert found.share == 3 / 7
    assert [each.target for each in figures()] == [">= 98 %", "0"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Clarithromycin 500 mg 1-0-1", {"clarithromycin"}),
        ("ＴＲＡＭＡＤＯＬ", {"tramadol"}),
        ("  quetiapin ret. 50", {"quetiapine"}),
        ("Tab. Tramadol 50mg", {"tramadol"}),
        ("Tramadol 1 bis 2 Tabletten bei Bedarf", {"tramadol"}),
        ("morphine sulfate", {"morphine"}),
        ("Naltrexon HCl", {"naltrexone"}),
        ("diazepam 2,5 mg abends", {"diazepam"}),
        ("fentanyl patch 25 µg/h", {"fentanyl"}),
        ("clarithro-mycin", {"clarithromycin"}),
        ("St John’s Wort", {"st john's wort"}),
        ("sertraline + trazodone", {"sertraline", "trazodone"}),
        ("sertraline and trazodone", {"sertraline", "trazodone"}),
        ("Sertralin und Trazodon", {"sertraline", "trazodone"}),
        ("diazepam, tramadol; zolpidem", {"diazepam", "tramadol", "zolpidem"}),
        ("Seroquel (quetiapine) 25", {"quetiapine"}),
        ("two glasses of red wine", {"alcohol"}),
        ("sugar-free codeine syrup", {"codeine"}),
        ("no. 2 tramadol", {"tramadol"}),
        ("oxy ibuprofen", {"oxycodone", "ibuprofen"}),
    ],
)
def test_amounts_forms_times_salts_and_marks_do_not_matter(written: str, meant: set[str]) -> None:
    assert set(counted(written)) == meant


def test_a_mixture_counts_with_its_parts_and_each_once() -> None:
    rows = [
        Medicine("oxycodone", (), (), "medicine", ""),
        Medicine("paracetamol", ("acetaminophen",), (), "medicine", ""),
        Medicine("percocet", (), ("oxycodone", "paracetamol"), "medicine", ""),
    ]
    names = {word: row for row in rows for word in (row.name, *row.aliases)}
    assert recognise("Percocet 5/325 + acetaminophen", names).medicines == (rows[2], rows[1], rows[0])
    assert recognise("oxycodone/acetaminophen 5/325", names).medicines == (rows[0], rows[1])


@pytest.mark.parametrize("written", [
    "no tramadol", "Stopped tramadol", "without alcohol", "alcohol-free beer", "alkoholfreies Bier", "Bier 0,0%",
    "kein Tramadol", "ohne Alkohol", "Tramadol abgesetzt", "don't take tramadol", "tramadol (until 2019)",
    "tramadol bis 2019", "allergic to codeine", "codeine allergy", "non-alcoholic beer", "quit tramadol",
    "Tramadol withdrawal", "not tramadol", "no longer on tramadol", "used to take tramadol", "sans alcool",
])  # fmt: skip
def test_what_is_denied_does_not_count_and_stays_whole(written: str) -> None:
    found = TABLE.medicine(written)
    assert (found.medicines, found.maybe, found.rest) == ((), (), (written,))


@pytest.mark.parametrize(
    "written", ["none", "No medicine", "keine", "keine Medikamente", "nothing", "n/a", "no other meds", "-", "", " "]
)
def test_the_word_none_is_no_medicine_and_nothing_unknown(written: str) -> None:
    found = TABLE.medicine(written)
    assert (found.medicines, found.maybe, found.rest) == ((), (), ())


@pytest.mark.parametrize("written", [
    "tea", "water", "vitamin", "food", "sleep", "stardust", "pill", "500 mg", "some of my things", "Schlaf", "my name",
    "rum cake", "wine vinegar", "ginger ale", "alcohol wipes", "opioid antagonist", "abc", "xyz", "?", "0",
])  # fmt: skip
def test_other_words_get_no_silly_suggestion(written: str) -> None:
    assert maybe(written) == []


@pytest.mark.parametrize(
    "written", ["Centrum Silver", "wine vinegar", "root beer", "ginger ale", "alcohol wipes", "opioid antagonist"]
)
def test_another_thing_of_that_name_does_not_count(written: str) -> None:
    assert not {"alcohol", "opioid", "silver", "ginger"} & set(counted(written))


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("tramadoll", "tramadol"), ("setraline", "sertraline"), ("sertarline 50 mg", "sertraline"),
        ("fenitoin", "phenytoin"), ("kwetiapin", "quetiapine"), ("klonazepam", "clonazepam"),
        ("clarithromicine", "clarithromycin"), ("st johns wart", "st john's wort"), ("prozack", "fluoxetine"),
    ],
)  # fmt: skip
def test_a_near_name_is_asked_about_and_never_counts(written: str, first: str) -> None:
    found = TABLE.medicine(written)
    assert found.medicines == ()
    assert found.maybe[0].name == first
    assert 1 <= len(found.maybe) <= 3
    assert found.rest


def test_a_near_name_beside_a_known_one_is_asked_about_and_the_known_one_counts() -> None:
    found = TABLE.medicine("sertraline + trammadol")
    assert ([each.name for each in found.medicines], found.rest) == (["sertraline"], ("trammadol",))
    assert found.maybe[0].name == "tramadol"


def test_a_part_of_a_chemical_name_is_not_counted_as_the_whole() -> None:
    rows = [Medicine(name, (), (), "medicine", "") for name in ("codeine", "methadone", "progesterone")]
    names = {row.name: row for row in rows}
    for written in ("dihydro codeine", "dihydro-codeine", "l-methadone", "hydroxy progesterone"):
        found = recognise(written, names)
        assert found.medicines == ()
        assert len(found.maybe) == 1
        assert found.rest


def test_a_salt_behind_a_medicine_is_no_second_one_and_alone_it_is() -> None:
    rows = [
        Medicine("diclofenac", (), (), "medicine", ""),
        Medicine("calcium", (), (), "supplement", ""),
        Medicine("sodium", (), (), "supplement", ""),
        Medicine("vitamin d", (), (), "supplement", ""),
    ]
    names = {row.name.replace(" ", ""): row for row in rows}

    def found(written: str) -> list[str]:
        return [each.name for each in recognise(written, names).medicines]

    assert found("diclofenac sodium 75 mg") == ["diclofenac"]
    assert found("diclofenac, calcium") == ["diclofenac", "calcium"]
    assert found("vitamin d calcium") == ["vitamin d", "calcium"]
    assert found("Calcium 500 mg") == ["calcium"]


def test_a_spelling_that_two_rows_share_is_asked_about() -> None:
    rows = [Medicine("brandé", (), (), "medicine", ""), Medicine("brande", (), (), "medicine", "")]
    found = recognise("BRANDE 5 mg", {row.name: row for row in rows})
    assert (found.medicines, found.maybe, found.rest) == ((), tuple(rows), ("BRANDE",))


def test_marks_and_umlauts_may_be_left_out_or_written_in_two_letters() -> None:
    row = Medicine("säurehemmer", ("paracétamol",), (), "medicine", "")
    names = {"säurehemmer": row, "paracétamol": row}
    for written in ("Säurehemmer", "saeurehemmer", "SAUREHEMMER", "paracetamol", "PARACÉTAMOL®"):
        assert recognise(written, names).medicines == (row,)


def test_a_mark_of_a_mixture_behind_a_brand_is_said_to_be_unknown() -> None:
    row = Medicine("tylenol", (), (), "medicine", "")
    assert recognise("Tylenol PM", {"tylenol": row}) == recognise("Tylenol PM", {"tylenol": row})
    assert recognise("Tylenol PM", {"tylenol": row}).rest == ("PM",)
    assert recognise("Tylenol 8 am", {"tylenol": row}).rest == ()


def test_a_name_that_looks_like_an_amount_is_found_beside_an_amount_written_without_a_space() -> None:
    found = TABLE.medicine("5htp 1Tabletten")
    assert ([row.name for row in found.medicines], found.rest) == (["5-htp"], ())


def test_a_long_story_is_no_name() -> None:
    story = "tramadol " * 40
    assert TABLE.medicine(story).medicines == ()
    assert TABLE.medicine(story).rest == (story,)


CASES = st.sampled_from([str.lower, str.upper, str.title, str])
AMOUNTS = st.builds(
    "{}{}{}".format,
    st.one_of(st.integers(1, 2000), st.floats(0.1, 99, allow_nan=False).map(lambda each: f"{each:.1f}")),
    st.sampled_from([" ", ""]),
    st.sampled_from(["mg", "g", "µg", "ml", "Tabletten", "tabs", "mg 1-0-1", "mg bid", "mg retard"]),
)


@settings(max_examples=400)
@given(name=st.sampled_from(NAMES), case=CASES, amount=AMOUNTS)
def test_every_name_of_the_table_is_its_own_row_in_any_case_with_any_amount(
    name: tuple[str, str], case: object, amount: str
) -> None:
    assert callable(case)
    word, row = name
    assert counted(case(word)) == with_parts(row)
    assert set(with_parts(row)) <= set(counted(f"{case(word)} {amount}"))
    assert set(counted(f"{case(word)} {amount}")) <= set(with_parts(row))


@settings(max_examples=600)
@given(name=st.sampled_from([each for each in NAMES if each[0].isalpha() and len(each[0]) >= 6]), data=st.data())
def test_one_slip_is_never_silently_another_medicine(name: tuple[str, str], data: st.DataObject) -> None:
    word = name[0]
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    slip = data.draw(st.sampled_from(["more", "less", "other", "swapped"]))
    slipped = {
        "more": word[:at] + letter + word[at:],
        "less": word[:at] + word[at + 1 :],
        "other": word[:at] + letter + word[at + 1 :],
        "swapped": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[slip]
    if plain(slipped) not in SPELT:
        assert counted(slipped) == []


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_any_text_is_taken(written: str) -> None:
    found = TABLE.medicine(written)
    assert found.written == written
    assert len(found.maybe) <= 3
    assert not set(found.maybe) & set(found.medicines)
    assert TABLE.medicine(written) == found


def test_the_same_word_gives_the_same_answer_from_another_table(knowledge: Knowledge) -> None:
    other = {"tramadol": Medicine("tramadol", (), (), "medicine", "")}
    assert counted("zolpidem") == ["zolpidem"]
    assert recognise("zolpidem", other).medicines == ()
    assert [each.name for each in knowledge.medicine("zolpidem").medicines] == ["zolpidem"]
