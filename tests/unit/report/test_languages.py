"""Another language: finished English sentences are found again, and its files hold what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.languages_probe import findings, kept_english

from speciosa.knowledge import Act, Knowledge
from speciosa.record.readers.accounting import counted
from speciosa.report import Wording, wording
from speciosa.report.languages.__main__ import LOCALES, ROOT, all_said
from speciosa.report.languages.catalogue import compiled, po_text, read_po, wrong
from speciosa.report.languages.code import texts_of_code
from speciosa.report.languages.pages import texts_of_script, texts_of_template
from speciosa.report.languages.sources import texts_of
from speciosa.report.languages.text import Text
from speciosa.report.phrase_book import PhraseBook, Template
from speciosa.report.phrases import Phrases
from speciosa.safety import Findings
from speciosa.trial.stopping import THEN

COMPLETE: tuple[str, ...] = ("de",)
"""Languages without an untranslated text."""
LANGUAGES = sorted(each.name for each in LOCALES.iterdir() if each.is_dir())
MADE_UP = {
    ("1,234.5", ""): ("1.234,5",),
    ("“{text}”", ""): ("„{text}“",),
    ("{first} and {last}", ""): ("{first} und {last}",),
    ("{day} {month} {year}", ""): ("{day}. {month} {year}",),
    ("March", ""): ("März",),
    ("{n} dose", "{n} doses"): ("{n} Dosis", "{n} Dosen"),
    ("Not assessed. {why}", ""): ("Nicht beurteilt. {why}",),
    ("only {n} of {m} days have a score", ""): ("nur {n} von {m} Tagen haben einen Wert",),
    ("only {n} days", ""): ("nur {n} Tage",),
    ("Whether {what} was not looked at, because {why}.", ""): ("Ob {what}, wurde nicht angesehen, denn {why}.",),
    ("it rises", ""): ("es steigt",),
    ("Your record lists {words}.", ""): ("In deinen Daten stehen {words}.",),
    ("Goal “{name}”", ""): ("Ziel „{name}“",),
    ("Pain", ""): ("Schmerz",),
    ("Feeling sick", ""): ("Übelkeit",),
    ("{value} days after {what}", ""): ("{value} Tage nach {what}",),
    ("a new product", ""): ("einem neuen Produkt",),
}


@pytest.fixture(scope="module")
def screened(knowledge: Knowledge) -> list[Findings]:
    """What screening says of every record of `rules.txt`."""
    return list(findings(knowledge))


@pytest.fixture
def made_up(tmp_path: Path) -> Wording:
    """A language that nobody wrote code for."""
    folder = tmp_path / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "report.mo").write_bytes(compiled(MADE_UP, "de"))
    return wording("xx", tmp_path)


def test_a_sentence_with_values_in_it_is_found_by_its_template(made_up: Wording) -> None:
    assert made_up.say("only 3 of 14 days have a score") == "nur 3 von 14 Tagen haben einen Wert"


def test_the_template_with_the_most_words_of_its_own_wins(made_up: Wording) -> None:
    assert made_up.say("only 12 days") == "nur 12 Tage"
    assert made_up.say("only 3 of 14 days have a score").startswith("nur 3 von")


def test_a_place_may_hold_a_phrase_that_has_places_itself(made_up: Wording) -> None:
    said = made_up.say("Whether it rises was not looked at, because only 3 of 14 days have a score.")
    assert said == "Ob es steigt, wurde nicht angesehen, denn nur 3 von 14 Tagen haben einen Wert."
    assert made_up.missing == frozenset()


def test_sentences_are_found_one_by_one(made_up: Wording) -> None:
    assert made_up.say("Your record lists aspirin. It rises") == "In deinen Daten stehen aspirin. Es steigt"


def test_a_list_keeps_its_names_and_takes_the_words_between_them(made_up: Wording) -> None:
    assert made_up.say("Your record lists pain, aspirin and feeling sick.") == (
        "In deinen Daten stehen Schmerz, aspirin und Übelkeit."
    )


def test_a_value_that_is_english_is_put_in_translated(made_up: Wording) -> None:
    why = "only 3 of 14 days have a score"
    assert made_up.say("Not assessed. {why}", why=why) == "Nicht beurteilt. nur 3 von 14 Tagen haben einen Wert"


def test_what_was_said_is_not_translated_twice(made_up: Wording) -> None:
    once = made_up.say("only 3 of 14 days have a score")
    assert made_up.say(once) == once
    assert made_up.missing == frozenset()


def test_what_a_person_put_in_quotation_marks_stays_theirs(made_up: Wording) -> None:
    assert made_up.say("Goal “Pain”") == "Ziel „Pain“"


def test_numbers_in_a_finished_sentence_take_the_marks_of_the_language(made_up: Wording) -> None:
    assert made_up.say("1.5 days after a new product") == "1,5 Tage nach einem neuen Produkt"


def test_what_is_not_found_stays_english_and_is_noted(made_up: Wording) -> None:
    assert made_up.say("Nobody translated this.") == "Nobody translated this."
    assert made_up.missing == {"Nobody translated this."}


def test_plurals_numbers_and_dates_are_those_of_the_language(made_up: Wording) -> None:
    assert [made_up.count("{n} dose", "{n} doses", n) for n in (1, 1200)] == ["1 Dosis", "1.200 Dosen"]
    assert (made_up.number(1234.5, 1), made_up.date(20513)) == ("1.234,5", "1. März 2026")


def test_english_has_no_phrase_book_and_is_said_as_it_stands() -> None:
    en = wording("en")
    assert en.phrases is None
    assert en.say("only 3 of 14 days have a score") == "only 3 of 14 days have a score"


@given(st.text(alphabet="abc .", max_size=12), st.integers(0, 10**6))
def test_a_template_reads_what_was_put_into_it(word: str, n: int) -> None:
    template = Template("There were {n} of {word} in it.", "")
    held = template.read(f"There were {n} of {word} in it.", across=True)
    assert held is not None
    assert f"There were {held['n']} of {held['word']} in it." == f"There were {n} of {word} in it."


@given(st.lists(st.sampled_from(["only {n} days", "{a} and {b}", "x {n}", "y"]), max_size=4), st.text(max_size=30))
def test_no_text_breaks_the_phrase_book(entries: list[str], text: str) -> None:
    phrases = Phrases(PhraseBook({each: each for each in entries}), " & ".join, (".", ","))
    assert isinstance(phrases.phrase(text), str)


def test_what_the_code_says_is_taken_from_it() -> None:
    code = '''
def f(words, days, n):
    """Not this one."""
    one, many = "{n} day so far", "{n} days so far"
    why = f"only {len(days)} {'day' if n == 1 else 'days'} of {n}"
    raise ValueError("nor this one here")
    return words.say("Yes"), words.count(one, many, n), why
'''
    assert [each[1:] for each in texts_of_code("a.py", code)] == [
        ("{n} day so far", "{n} days so far"),
        ("only {days} day of {n}", ""),
        ("only {days} days of {n}", ""),
        ("Yes", ""),
    ]


def test_what_templates_and_scripts_say_is_taken_from_them() -> None:
    assert texts_of_template("a.j2", "{{ say('one') if x else say('two') }}")[0].one == "one"
    assert texts_of_script("a.js", 'count("{n} row", "{n} rows", n); say("a \\"b\\"")') == [
        Text("a.js", "{n} row", "{n} rows"),
        Text("a.js", 'a "b"'),
    ]


def test_a_file_for_translators_is_read_as_it_was_written(tmp_path: Path) -> None:
    texts = [Text("a.py", 'say "{x}"'), Text("a.py", "{n} dose", "{n} doses"), Text("a.py", "open")]
    said = {('say "{x}"', ""): ('sag "{x}"',), ("{n} dose", "{n} doses"): ("{n} Dosis", "{n} Dosen")}
    path = tmp_path / "a.po"
    path.write_text(po_text(texts, said, "de"), encoding="utf-8")
    assert read_po(path, "de") == said


def test_a_translation_that_loses_or_invents_a_place_is_told() -> None:
    assert wrong({("{a} and {b}", ""): ("{a}",)})
    assert wrong({("plain", ""): ("{x}",)})
    assert wrong({("a", ""): ("{",)})
    assert wrong({("{n} day", "{n} days"): ("ein Tag", "{n} Tage")}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_places_of_the_code_and_is_compiled(language: str) -> None:
    said = all_said(LOCALES / language, language)
    assert wrong(said) == []
    assert (LOCALES / language / "LC_MESSAGES" / "report.mo").read_bytes() == compiled(said, language)


@pytest.mark.parametrize("language", COMPLETE)
def test_a_complete_language_lacks_no_text(language: str) -> None:
    said = all_said(LOCALES / language, language)
    assert [each for texts in texts_of(ROOT).values() for each in texts if each[1:] not in said] == []


def test_german_writes_numbers_and_dates_its_own_way() -> None:
    german = wording("de")
    assert (german.number(1234.5, 1), german.date(20513), german.short_date(20513)) == (
        "1.234,5",
        "1. März 2026",
        "1. März",
    )
    assert german.moment(1_780_000_000, 120) == "28. Mai 2026, 22:26 Uhr (UTC+2)"


@pytest.mark.parametrize("language", COMPLETE)
def test_no_sentence_of_a_finding_stays_english(language: str, screened: list[Findings]) -> None:
    assert kept_english(wording(language), screened) == []


def test_the_records_that_are_asked_for_set_off_every_act(screened: list[Findings]) -> None:
    assert {each.act for found in screened for each in found.findings} == set(Act)


def test_a_sentence_that_is_kept_english_is_told(screened: list[Findings], made_up: Wording) -> None:
    assert kept_english(made_up, []) == []
    assert len(kept_english(made_up, screened[:3])) > 3


@pytest.mark.parametrize("language", COMPLETE)
def test_what_to_say_there_is_translated_though_it_stands_in_quotation_marks(
    language: str, knowledge: Knowledge
) -> None:
    words = wording(language)
    for rule in knowledge.safety_rules.values():
        said = words.say(f"{rule.who}. Say: “{rule.say}” {THEN}")
        assert words.say(rule.say) in said, rule.key
        assert "Don't stop suddenly" not in said
    assert words.missing == frozenset()


def test_the_words_of_a_list_that_we_ask_about_are_translated_and_those_of_the_person_are_not() -> None:
    said = wording("de").say(
        "These words are not known here, so no rule saw them: “nausee at night” (did you mean “feeling sick” or "
        "“pain”?); “xyz”; 3 more. If one of them is new and bad, or frightens you, don't wait for this page: call your "
        "emergency number, or see a doctor today."
    )
    assert "„nausee at night“ (meintest du „Übelkeit“ oder „Schmerz“?); „xyz“; " in said
    assert "more" not in said


def test_a_day_in_a_place_is_written_as_the_language_writes_it(made_up: Wording) -> None:
    assert made_up.say("5 days after 2026-03-01") == "5 Tage nach 1. März 2026"


def test_a_phrase_that_was_made_a_sentence_is_found(made_up: Wording) -> None:
    assert made_up.say("only 3 of 14 days have a score.") == "nur 3 von 14 Tagen haben einen Wert."


def test_a_sentence_with_an_english_ending_as_a_place_is_taken_for_one_and_for_many() -> None:
    code = 'aside.add("{n} record{s} {were} left aside: a diary has no place for {them}")'
    assert [each.one for each in texts_of_code("record/a.py", code)] == [
        counted("{n} record{s} {were} left aside: a diary has no place for {them}", n).replace(str(n), "{n}", 1)
        for n in (1, 2)
    ]
