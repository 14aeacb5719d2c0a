"""No phrase of the product advises a dose, calls anything safe, shames, or praises."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from tests.architecture import phrases as gathered
from tests.architecture.forbidden import RULES, offences
from tests.architecture.phrases import literals, phrases, sentences

ALLOWED = {
    'Nothing found never means "safe"': "says that nothing is called safe",
    'call anything safe: what was not assessed is listed, and silence never means "safe"': "the same",
    "It never calls anything safe.": "the same",
    '**Not assessed is never "safe".': "the same",
    "OK, safe": "the glossary's list of words that are not used",
    "No height of this curve is known to be harmless, and none is known to be where harm begins.": "denies it",
    "So no height of the curve is marked, and none is known to be harmless.": "denies it",
    "So these numbers don't say that a dose works, is safe, or is like that of a medicine.": "denies it",
    "They are drawn apart, although in a body they would move together: that widens the band further, on the safe side.":
        "of an error band, in a page for developers",
    "{}; not a recommended amount.": "denies it",
    "Nothing here is a recommended amount.": "denies it",
    "Nobody's own record is read with these numbers, and none of them is a recommended amount.": "denies it",
    "One serving of leaf with 25.4 mg of mitragynine, the median of many products; not a recommended amount.":
        "denies it",
    "7-hydroxymitragynine in natural leaf": "of leaf that nothing was added to, in a table about studies",
    "One line a dose is enough:": "of a line in a file, for each dose",
    "It has a lower risk of addiction than opioids": "a claim of others that the table refutes",
    "posts on a higher dose that tell of addiction": "what a study counted, in its own word",
    "52 signals in 17 organ classes; 8 strong ones for addiction or withdrawal; accidental death 63 times the expected "
    "share; more seizures than expected; reports never give a rate": "what a register counted, in its own word",
    "Simulated people take 2 to 4 g of leaf: the middle of what people report and weigh.": "what people report",
    "Natural logarithm of the odds ratio of dosing for each point of pain: a point more makes a dose about twice as "
    "likely, because people dose when they hurt.": "a term of mathematics",
}  # fmt: skip
"""Every exception, sentence by sentence, and why it may stand."""

PLANTED = {
    "an amount to take": ("Take 3 g with food.", "Try about 2 to 4 grams.", "Use half a teaspoon.", "Take {} mg.", "Take {amount} {unit}."),
    "an amount to start with": ("Start with 1 g.", "Stay under 8 g.", "Stick to two capsules."),
    "an amount that is enough": ("For most people 2.5 g is enough.", "Three capsules would be fine.", "8 g is too much."),
    "which dose is enough": ("This tells you which dose is enough.", "A lower amount that is enough for you"),
    "a change of the dose": (
        "Increase your dose to 4 g.", "Lower the morning dose by 0.5 g.", "Bring your amount down to 2 g.",
    ),
    "a dose that is right": (
        "The recommended dose is on the label.", "Your optimal dose", "a safe dose", "the right daily amount for you",
        "What is the most effective dosage?",
    ),
    "a schedule of cutting down": (
        "Cut 10 % every week.", "Reduce by 0.5 g every three days.", "Drop a quarter each week.",
        "Here is your taper plan.", "Go down by 0.5 g every week.", "Lower it by {} {} each week.", "Week 1: 4 g, week 2: 3 g",
    ),
    "to stop suddenly": ("Stop taking kratom today.", "Quit cold turkey.", "You should stop immediately."),
    "to start again": ("After a week you can start again.", "It is fine to go back to it."),
    "to take more": ("Take a bit more kratom.", "Keep taking it every day.", "If it wears off, take more of it."),
    "that something is safe": (
        "This amount is safe.", "It can be taken safely.", "Leaf is harmless.", "There is no danger.",
        "It has no side effects.", "Safer than pills",
    ),
    "that something is natural": ("Kratom is a natural remedy.", "an all-natural leaf"),
    "a word that shames": ("You may be an addict.", "signs of addiction", "drug abuse", "You abused it."),
    "a cure": ("It cures pain.", "Proven to help with pain.", "guaranteed relief", "It heals nerves."),
    "praise of a product": ("Buy from a trusted vendor.", "pure kratom", "high-quality leaf", "the best strain"),
    "a brand or a seller": ("such as MIT 45", "OPMS capsules", "Golden Monk powder"),
    "an emoji": ("Well done 🎉", "A calm day ☀"),
    "an exclamation mark": ("Great job!", "Don't wait! Call now."),
    "a word that is not for a person": (
        "The user wrote this.", "for patients", "The patient reports pain.", "poor compliance", "The cut failed.",
    ),
}  # fmt: skip

WELL = (
    "About 3 g on a usual day in the last 4 weeks.",
    "If you take it most days, don't stop suddenly.",
    "Until a clinician has seen you, don't take more.",
    "Your old dose can be too much now.",
    "Don't start again before a clinician has told you what it was.",
    "Your doctor, a pharmacist, or an addiction service",
    "Call {} now.",
    "A quarter less did about as well in your trial.",
    "It is safety that this part is for.",
    "Be patient with your record: two weeks are a start.",
    "The lines differ: x != y",
    "You wrote down no side effects.",
    "You took 5 doses on a usual day; 3 in the 4 weeks before.",
)


@pytest.fixture(scope="module")
def said() -> tuple[gathered.Phrase, ...]:
    return phrases()


def test_no_phrase_of_the_product_says_what_is_forbidden(said: tuple[gathered.Phrase, ...]) -> None:
    wrong = [
        f"{each.place}: {', '.join(found)}: {each.words}"
        for each in said
        if each.words not in ALLOWED and (found := offences(each.words, for_people=each.for_people))
    ]
    assert wrong == []


def test_every_exception_is_still_needed(said: tuple[gathered.Phrase, ...]) -> None:
    spoken = {each.words: each.for_people for each in said}
    assert [each for each in ALLOWED if each not in spoken] == []
    assert [each for each in ALLOWED if not offences(each, for_people=spoken[each])] == []
    assert all(ALLOWED.values())


@pytest.mark.parametrize(("says", "sentence"), [(says, each) for says, them in PLANTED.items() for each in them])
def test_a_planted_offence_is_caught_for_what_it_is(says: str, sentence: str) -> None:
    assert says in offences(sentence, for_people=True)
    assert says in offences(f"Some people say that {sentence[0].lower()}{sentence[1:]}", for_people=True)


def test_every_rule_has_planted_offences() -> None:
    assert {rule.says for rule in RULES} == set(PLANTED)
    for rule in RULES:
        assert any(rule.pattern.search(each) for each in PLANTED[rule.says])


@pytest.mark.parametrize("sentence", WELL)
def test_a_sentence_of_ours_is_let_through(sentence: str) -> None:
    assert offences(sentence, for_people=True) == []


def test_words_of_the_field_may_stand_in_pages_for_developers_and_about_studies() -> None:
    assert offences("In 40 patients the user failed to respond.", for_people=False) == []
    assert offences("In 40 patients a safe dose was found.", for_people=False)


def test_all_kinds_of_files_are_read(said: tuple[gathered.Phrase, ...]) -> None:
    kinds = {".py:": 1000, ".csv[": 800, ".j2": 150, ".typ": 5, ".md": 1000}
    for kind, least in kinds.items():
        assert sum(kind in each.place for each in said) > least
    spoken = " ".join(each.words for each in said)
    for words in ("don't stop suddenly", "Yellow eyes or skin", "not cleared or approved"):
        assert words in spoken
    assert {each.place.split("[")[0] for each in said} >= {f"{name}.csv" for name in ("advice", "claims", "functions")}


def test_what_is_planted_in_a_file_of_each_kind_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "src" / "speciosa"
    data = source / "knowledge" / "data"
    (source / "cli").mkdir(parents=True)
    (source / "report").mkdir()
    data.mkdir(parents=True)
    (tmp_path / "docs" / "how-to").mkdir(parents=True)
    (source / "report" / "words.py").write_text('def f(n):\n    return f"Take {n} g" + "Safe"\n')
    (source / "cli" / "ask.py").write_text('def ask():\n    """Find the optimal dose."""\n')
    (data / "advice.csv").write_text("key,text,note\na,First. You can start again.,fine\n")
    (source / "report" / "page.html.j2").write_text("<p>{{ say('x') }}</p>\n<p>A natural leaf</p>\n")
    (source / "report" / "card.typ").write_text('#text("A trusted vendor")\n')
    (tmp_path / "README.md").write_text("# Title\n\nFor every user\nof it.\n\n```\nignored, safe\n```\n")
    (tmp_path / "docs" / "how-to" / "a.md").write_text("- fine\n- Stop taking it today.\n")
    for name, place in (("ROOT", tmp_path), ("SOURCE", source), ("DATA", data)):
        monkeypatch.setattr(gathered, name, place)
    caught = {each.place.split(":")[0]: offences(each.words, for_people=each.for_people) for each in phrases()}
    places = [each for each, found in caught.items() if found]
    assert sorted(places) == [
        "README.md", "advice.csv[a].text", "card.typ", "cli/ask.py", "docs/how-to/a.md", "page.html.j2",
        "report/words.py",
    ]  # fmt: skip


def test_a_literal_is_read_as_one_sentence_and_a_docstring_only_where_it_is_printed() -> None:
    tree = ast.parse('"""A doc."""\nx = f"Take {n} g " "now"\ny = "a b c".split()\nz = "Safe"\n')
    assert [text for _, text in literals(tree, with_docs=False)] == ["Take {} g now", "Safe"]
    assert "A doc." in [text for _, text in literals(tree, with_docs=True)]
    assert sentences("One.  Two? (3.5 g is a number.)") == ["One.", "Two?", "(3.5 g is a number.)"]
