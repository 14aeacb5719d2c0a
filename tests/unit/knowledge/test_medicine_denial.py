"""What an entry about medicines says is not taken: where a denying word counts, and where it does not."""

from __future__ import annotations

import pytest

from speciosa.knowledge import load_knowledge

TABLE = load_knowledge()


def counted(written: str) -> list[str]:
    return [each.name for each in TABLE.medicine(written).medicines]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("diazepam if I can not sleep", {"diazepam"}),
        ("oxycodone off and on", {"oxycodone"}),
        ("oxycodone 5 days on 2 off", {"oxycodone"}),
        ("tramadol not daily", {"tramadol"}),
        ("tramadol, not when driving", {"tramadol"}),
        ("tramadol no more than twice", {"tramadol"}),
        ("Ibuprofen, nicht mehr als 3", {"ibuprofen"}),
        ("zolpidem when stopped by pain", {"zolpidem"}),
        ("tramadol until the pain stopped", {"tramadol"}),
        ("can not sleep without diazepam", {"diazepam"}),
        ("oxycodone never without diazepam", {"oxycodone", "diazepam"}),
        ("cetirizine for allergy", {"cetirizine"}),
    ],
)
def test_a_denying_word_amid_an_entry_denies_nothing(written: str, meant: set[str]) -> None:
    assert set(counted(written)) == meant
    assert TABLE.medicine(written).denied == ()


@pytest.mark.parametrize(
    ("written", "meant", "denied"),
    [
        ("sertraline, no tramadol", {"sertraline"}, "no tramadol"),
        ("no tramadol, diazepam 5 mg", {"diazepam"}, "no tramadol"),
        ("quit tramadol, now diazepam", {"diazepam"}, "quit tramadol"),
        ("sertraline (stopped tramadol)", {"sertraline"}, "stopped tramadol"),
        ("paracetamol without codeine", {"paracetamol"}, "without codeine"),
        ("sertraline; tramadol 50 mg stopped", {"sertraline"}, "tramadol 50 mg stopped"),
        ("walking instead of oxycodone", set(), "instead of oxycodone"),
    ],
)
def test_beside_a_denied_one_the_others_count(written: str, meant: set[str], denied: str) -> None:
    found = TABLE.medicine(written)
    assert ({each.name for each in found.medicines}, found.denied) == (meant, (denied,))
    assert found.maybe == ()
    assert denied in found.rest


@pytest.mark.parametrize("written", [
    "tramadol, stopped", "stopped, tramadol", "tramadol 50 mg - stopped in May", "Tramadol, abgesetzt seit März",
    "tramadol forgotten", "Tramadol vergessen", "tramadol skipped today", "tramadol no", "I do not take tramadol",
    "never tramadol", "beer without alcohol", "Bier ohne Alkohol", "Bier, alkoholfrei", "tramadol no longer",
    "Tramadol nicht mehr", "stardust, stopped", "no stardust", "missed tramadol",
])  # fmt: skip
def test_a_denying_word_at_the_beginning_or_the_end_denies(written: str) -> None:
    found = TABLE.medicine(written)
    assert (found.medicines, found.maybe, found.rest, found.denied) == ((), (), (written,), (written,))


def test_a_hyphened_no_of_a_name_denies_nothing() -> None:
    assert TABLE.medicine("No-Spa").denied == ()


def test_of_every_name_a_denying_word_counts_at_its_ends_alone() -> None:
    wrong = []
    for name in TABLE.medicines:
        if name not in counted(name):
            continue
        wrong += [each for each in (f"{name} not daily", f"{name} 50 mg off and on") if name not in counted(each)]
        wrong += [each for each in (f"no {name}", f"{name} stopped") if TABLE.medicine(each).denied != (each,)]
    assert wrong == []
