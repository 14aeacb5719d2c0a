"""Reading packets strictly, and many of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.effect.pooling.people import DIARY, STUDENT, bell, number, packet

from speciosa.effect.pooling import collect, packet_from_json, to_json
from speciosa.knowledge import Knowledge
from speciosa.values.errors import EntryError

SECRET = "Zaphod's diary"
WHOLE = packet(
    number(bell(-1.0, 0.5), grade=DIARY, prior=STUDENT), 1,
    contrasts=(("one_step_less", number(bell(-0.2, 0.3))),),
    dose_response=((0.5, number(bell(-0.6, 0.5), grade=DIARY)), (1.0, number(bell(-1.0, 0.5), grade=DIARY))),
)  # fmt: skip
TEXT = to_json(WHOLE)


def changed(*path: str | int, to: Any) -> str:
    """The packet's text with one field changed."""
    document = json.loads(TEXT)
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return json.dumps(document)


def without(*path: str | int) -> str:
    document = json.loads(TEXT)
    place = document
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return json.dumps(document)


def values(change: Callable[[list[float]], list[Any]]) -> str:
    return changed("effect", "values", to=change(json.loads(TEXT)["effect"]["values"]))


def test_what_is_written_is_read_again_to_the_byte(knowledge: Knowledge) -> None:
    again = packet_from_json(TEXT, knowledge)
    assert to_json(again) == TEXT
    assert again.number("dose_0.5") is not None
    assert again.effect is not None
    assert again.effect.prior == STUDENT


def test_spaces_and_the_order_of_fields_do_not_matter(knowledge: Knowledge) -> None:
    document = json.loads(TEXT)
    turned = json.dumps(dict(reversed(list(document.items()))), separators=(",", ":"))
    assert to_json(packet_from_json(turned, knowledge)) == TEXT


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("9" * 5000, "not JSON"),
        ("[]", "not an object"),
        ("x" * 300_000, "too long"),
        (changed("schema", to=2), "another version"),
        (changed("schema", to=True), "whole number"),
        (without("schema"), "whole number"),
        (without("effect"), "lacks effect"),
        (json.dumps(json.loads(TEXT) | {"effect": None, "contrasts": {}, "dose_response": []}), "holds no number"),
        (without("effect", "prior", "scale"), "lacks scale"),
        (changed("note", to=SECRET), "nobody described"),
        (changed("effect", "note", to=SECRET), "nobody described"),
        (TEXT.replace('"k_hat": 0.1', '"k_hat": 0.1, "k_hat": 0.2'), "twice"),
        (changed("k_hat", to=0.71), "range"),
        (changed("k_hat", to=-0.1), "range"),
        (TEXT.replace('"k_hat": 0.1', '"k_hat": NaN'), "not a number"),
        (TEXT.replace('"k_hat": 0.1', '"k_hat": 1e999'), "range"),
        (changed("k_hat", to="0.1"), "not a number"),
        (changed("k_hat", to=False), "not a number"),
        (changed("k_hat", to=10**400), "range"),
        (changed("outcome", to=SECRET), "word"),
        (changed("outcome", to="knee pain"), "word"),
        (changed("outcome", to=["pain"]), "word"),
        (changed("outcome", to="mood"), "better"),
        (changed("better", to="higher"), "better"),
        (changed("unit", to="mg"), "unit"),
        (changed("of", to="caffeine"), "of"),
        (changed("horizon_d", to=31), "whole number"),
        (changed("id", to="0" * 31), "id"),
        (changed("id", to=SECRET), "id"),
        (changed("made_with", "software", to="0.1.0\n"), "software"),
        (changed("made_with", "knowledge", to="0" * 11 + "g"), "knowledge"),
        (changed("record", "ratings", to=183), "tens"),
        (changed("record", "weeks", to=-1), "whole number"),
        (changed("record", "weeks", to=1_780_000_000), "whole number"),
        (changed("effect", "grade", to="association_only"), "association only"),
        (changed("effect", "grade", to="proven"), "word"),
        (changed("effect", "prior", "family", to="cauchy"), "word"),
        (changed("effect", "prior", "df", to=None), "Student's t"),
        (changed("effect", "prior", "df", to=2), "Student's t"),
        (changed("effect", "prior", "scale", to=0), "normal or a Student"),
        (changed("effect", "prior", "scale", to=1e-3), "its prior"),
        (changed("effect", "prior", "scale", to=1e3), "its prior"),
        (changed("effect", "prior", "location", to=-50), "its prior"),
        (values(lambda each: each[1:]), "list of 200"),
        (values(lambda each: [*each[1:], None]), "not a number"),
        (values(lambda each: each[::-1]), "ascend"),
        (values(lambda each: [each[1], each[0], *each[2:]]), "ascend"),
        (values(lambda each: [*each[:-1], 21.0]), "too far"),
        (values(lambda each: [-1.0] * 200), "surer"),
        (values(lambda each: [-1 + 0.01 * value for value in each]), "surer"),
        (values(lambda each: [4 * value for value in each]), "no surer than its prior"),
        (changed("contrasts", to=[]), "object"),
        (changed("contrasts", SECRET, to=json.loads(TEXT)["effect"]), "list"),
        (changed("dose_response", to={}), "list"),
        (changed("dose_response", 1, "relative_dose", to=0.5), "ascend"),
        (changed("dose_response", 1, "relative_dose", to=0.777), "hundredths"),
        (changed("dose_response", 1, "relative_dose", to=1.5), "range"),
        (without("dose_response", 0, "relative_dose"), "lacks relative_dose"),
    ],
)  # fmt: skip
def test_what_is_not_as_described_is_refused_in_one_sentence(text: str, says: str, knowledge: Knowledge) -> None:
    with pytest.raises(EntryError) as refused:
        packet_from_json(text, knowledge)
    said = str(refused.value)
    assert says in said
    assert "\n" not in said
    assert "Zaphod" not in said
    assert len(said) < 160


@settings(max_examples=150)
@given(at=st.integers(0, len(TEXT) - 1), put=st.text(max_size=3), cut=st.integers(0, 40))
def test_a_damaged_packet_is_refused_or_still_a_packet(at: int, put: str, cut: int, knowledge: Knowledge) -> None:
    text = TEXT[:at] + put + TEXT[at + cut :]
    try:
        again = packet_from_json(text, knowledge)
    except EntryError:
        return
    assert to_json(packet_from_json(to_json(again), knowledge)) == to_json(again)


def test_many_files_are_read_and_the_wrong_ones_named(knowledge: Knowledge) -> None:
    mood = json.loads(TEXT) | {"outcome": "mood", "better": "higher"}
    other = to_json(packet(number(bell(-0.5, 0.5)), 2))
    found = collect(
        {"a.json": TEXT, "b.json": other, "again.json": other, "broken.json": "{", "mood.json": json.dumps(mood)},
        knowledge,
        outcome="pain",
    )
    assert sorted(found.packets) == ["a.json", "again.json"]
    assert [(each.file, each.why.split()[-1]) for each in found.rejected] == [
        ("b.json", "once."), ("broken.json", "it"), ("mood.json", "kind."),
    ]  # fmt: skip


def test_of_two_that_claim_one_id_and_differ_none_counts(knowledge: Knowledge) -> None:
    one, forged = to_json(packet(number(bell(-0.5, 0.5)), 2)), to_json(packet(number(bell(3.0, 0.5)), 2))
    found = collect({"a.json": one, "b.json": forged, "c.json": one}, knowledge, outcome="pain")
    assert not found.packets
    assert {each.file for each in found.rejected} == {"a.json", "b.json", "c.json"}
    assert all("same id" in each.why for each in found.rejected)
