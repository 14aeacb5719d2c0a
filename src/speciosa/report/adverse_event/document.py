"""The draft as plain JSON: our own fields, and the same by the element names of E2B(R3)."""

from __future__ import annotations

from speciosa.report.adverse_event.draft import AdverseEventDraft, questions
from speciosa.report.adverse_event.e2b import e2b_of
from speciosa.values.json_form import SCHEMA
from speciosa.values.timeline import day_name

_NOT_SENT = "This is a draft. Nothing was sent, and nothing is sent by itself."


def draft_json(draft: AdverseEventDraft) -> dict[str, object]:
    """The draft as what JSON knows.

    Keys
    ----
    schema, draft : 1, and that this is one. made, simulated : of the report behind it.
    reaction : what is reported, with the ids of its entries. now : the answers speak of danger to life or hospital.
    applicable, filled : how many fields apply, and how many have an answer; ``of_record``: the same of those that a
        diary has a place for.
    fields : see `Field.to_json`. questions : keys of those that remain, what a form needs first.
    products, medicines, tests : what was taken and measured. notes : only where they were asked for.
    causality : items of Naranjo's scale and criteria of the WHO-UMC, each with what it rests on; no verdict. Null
        where not asked; ``not_assessed`` says why.
    places : where a person can send it. e2b_r3 : see `e2b_of`.
    """
    filled, applicable = draft.counted()
    of_record = draft.counted("record")
    causality = draft.causality.to_json() if draft.causality else None
    return {
        "schema": SCHEMA, "draft": _NOT_SENT, "made": draft.made.to_json(), "simulated": draft.simulated,
        "reaction": draft.reaction.to_json(), "now": draft.now, "forms": list(draft.forms), "applicable": applicable,
        "filled": filled, "of_record": {"applicable": of_record[1], "filled": of_record[0]},
        "fields": [each.to_json() for each in draft.fields], "questions": [each.key for each in questions(draft)],
        "products": [
            {
                "name": each.name, "batch": each.batch or None, "sealed": each.sealed,
                "first": day_name(each.first_day), "last": day_name(each.last_day), "going_on": each.going_on,
                "stopped": _day(each.stopped_day), "planned": each.planned.to_json() if each.planned else None,
                "doses": each.doses, "days": each.days, "unit": each.unit or None,
                "amount": each.amount.to_json() if each.amount else None, "ids": list(each.ids),
            }
            for each in draft.products
        ],
        "medicines": [
            {
                "written": each.written, "read_as": list(each.meant), "first": _day(each.first_day),
                "last": _day(each.last_day), "amount": each.amount, "unit": each.unit or None,
                "entries": each.entries, "taken_regularly": each.standing, "around_that_time": each.at_the_time,
                "ids": list(each.ids),
            }
            for each in draft.medicines
        ],
        "tests": [
            {
                "day": day_name(each.day), "name": each.name, "value": each.value, "unit": each.unit,
                "upper_limit": each.limit, "id": each.id,
            }
            for each in draft.tests
        ],
        "notes": [{"day": day_name(day), "text": text} for day, text in draft.notes],
        "causality": {key: causality[key] for key in ("naranjo", "naranjo_range", "who_umc")} if causality else None,
        "not_assessed": [each.to_json() for each in draft.gaps],
        "places": [
            {"name": each.name, "address": each.address or None, "takes": each.takes, "checked": each.checked}
            for each in draft.places
        ],
        "e2b_r3": e2b_of(draft),
    }  # fmt: skip


def _day(day: int | None) -> str | None:
    return None if day is None else day_name(day)
