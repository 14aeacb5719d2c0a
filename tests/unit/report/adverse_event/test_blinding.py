"""While a blind trial is sealed, the draft tells nothing that could give away what is in the capsules."""

from __future__ import annotations

import json
from datetime import date, timedelta

from tests.unit.report.adverse_event.conftest import DraftOf

from speciosa.report.adverse_event import draft_json, draft_pdf
from speciosa.report.adverse_event.printed_draft import draft_told
from speciosa.trial import TrialDesign
from speciosa.trial.planned import promise_text


def rows(first: str, second: str, unit: str = "masked") -> list[str]:
    days = [f"2026-02-{day:02d}" for day in range(1, 29)]
    return [
        *(f"2026-01-{day:02d}T08:05+01:00,dose,kratom leaf powder#7,2.5,g,pain" for day in range(10, 32)),
        f"2026-02-01T00:00+01:00,assignment,{first},1,{unit}",
        f"2026-02-15T00:00+01:00,assignment,{second},2,{unit}",
        *(f"{day}T08:00+01:00,dose,trial capsule,3,capsule,planned" for day in days),
        *(f"{day}T10:00+01:00,symptom,itching,5" for day in days[:14]),
        *(f"{day}T09:00+01:00,rating,pain,5" for day in days),
    ]


def test_a_sealed_capsule_is_named_as_one_and_compared_with_nothing(draft_from: DraftOf) -> None:
    draft = draft_from(*rows("K7", "Q2"))
    document = draft_json(draft)
    assert document["causality"] is None
    assert not draft.said("dechallenge")
    assert not draft.said("rechallenge")
    capsule = next(each for each in draft.products if each.sealed)
    number = draft.products.index(capsule)
    assert document["e2b_r3"]["G.k"][number]["G.k.2.5"] is True  # type: ignore[index]
    assert "blind trial" in json.dumps(document["not_assessed"])


def test_swapping_the_codes_changes_no_word_of_it(draft_from: DraftOf) -> None:
    def told(first: str, second: str) -> str:
        document = draft_json(draft_from(*rows(first, second)))
        document["made"] = None
        for key in ("C.1.1", "C.1.8.1"):
            document["e2b_r3"][key] = None  # type: ignore[index]
        return json.dumps(document)

    assert told("K7", "Q2") == told("Q2", "K7")
    assert "K7" not in told("K7", "Q2")


def test_after_the_trial_is_opened_the_items_stand_again(draft_from: DraftOf) -> None:
    draft = draft_from(*rows("usual", "none"))
    assert draft_json(draft)["causality"] is not None
    assert draft_pdf(draft).startswith(b"%PDF")


def planned() -> list[str]:
    """A trial as the diary holds it while it runs: eight sealed periods of ten days from 1 February on."""
    design = TrialDesign("2026-02-01", "green leaf#b1", (8.0,), (6,), 0.5)
    promise = promise_text("ACD347", "0" * 64, "speciosa-blocks-1", design, seed_by_hand=False)
    start, told = date(2026, 2, 1), "2026-01-31T12:00+01:00"
    days = [f"{start + timedelta(days=10 * at)}T00:00+01:00" for at in range(design.periods + 1)]
    return [
        f"{told},event,trial_planned,{promise},,,,,{told},trial-ACD347,,",
        *(
            f"{day},assignment,{code},{at},masked,,,,{told},trial-ACD347-p{at},,"
            for at, (day, code) in enumerate(
                zip(days[:-1], ["K7", "Q2", "W3", "X4", "M5", "N6", "R8", "T9"], strict=True), 1
            )
        ),
        f"{days[-1]},assignment,usual,9,,,,,{told},trial-ACD347-end,,",
        *(f"2026-02-{day:02d}T08:00+01:00,dose,trial capsule,6,capsule,planned,,,,,," for day in range(1, 29)),
        *(f"2026-02-{day:02d}T10:00+01:00,symptom,itching,5,,,,,,,," for day in range(8, 15)),
    ]


def test_what_the_plan_says_of_the_capsules_stands_in_it_while_the_rest_is_sealed(draft_from: DraftOf) -> None:
    draft = draft_from(*planned())
    assert draft.said("product") == (
        "green leaf, batch b1, in capsules of a blind trial; how much is in each is not known yet"
    )
    assert draft.said("amount") == "6 capsules; at most 3 g a day by the plan of the trial"
    suspect = draft_json(draft)["e2b_r3"]["G.k"][0]  # type: ignore[index]
    assert (suspect["G.k.2.2"], suspect["G.k.2.5"]) == ("green leaf", True)
    assert suspect["G.k.4.r"][0]["G.k.4.r.1a"] is None
    titles = [each["title"] for each in draft_told(draft)["sections"]]
    assert "What you took: capsules of a blind trial with green leaf" in titles


def test_a_promise_that_cannot_be_read_leaves_the_capsules_unknown(draft_from: DraftOf) -> None:
    broken = [each for each in planned() if "trial-ACD347-p3" not in each]
    assert draft_from(*broken).said("product") == "a capsule of a blind trial; what is in it is not known yet"
