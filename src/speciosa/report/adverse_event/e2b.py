"""The draft under the element names of E2B(R3), the form in which offices exchange such reports.

Only names and codes, no XML: what an office fills in itself stays null.
"""

from __future__ import annotations

from collections.abc import Mapping

from speciosa.report.adverse_event.coded import ACTIONS, OUTCOMES, REPORTERS, SERIOUS, first_day
from speciosa.report.adverse_event.draft import ASK, AdverseEventDraft, Field
from speciosa.report.adverse_event.products import OtherMedicine, SuspectProduct
from speciosa.values.json_form import fingerprint
from speciosa.values.timeline import day_name, format_moment

_SPONTANEOUS, _FROM_SENDER = 1, 2
_SUSPECT, _CONCOMITANT = 1, 2
_CONSUMER = 5
_SEX = {"m": 1, "male": 1, "f": 2, "female": 2}
_UNITS = {"g": "g", "mg": "mg", "ml": "mL"}
_OF_PRODUCTS = ("amount", "how_often", "how_taken", "strength", "form", "taken_for")
_LIMITS = {"E.i.1.1a": 250, "H.1": 100_000}
_AGAIN_BACK, _AGAIN_NOT_BACK, _AGAIN_UNKNOWN, _NOT_AGAIN = 1, 2, 3, 4
_AGAIN = {
    "yes": _AGAIN_BACK, "no": _AGAIN_NOT_BACK, "don't know": _AGAIN_UNKNOWN, "didn't take it again": _NOT_AGAIN,
}  # fmt: skip
_NOTES = (
    "D.2.1 stays empty: it holds a whole day of birth, and only the year is known; D.2.2a may be a year too many.",
    "C.2.r.3 and E.i.9 stay empty until the person says which country it is.",
    "E.i.2.1b stays empty: MedDRA needs a paid licence.",
    "G.k.9.i.2.r.3 stays empty: the items and their evidence stand under causality, and a professional judges.",
    "Words longer than an element may hold are kept whole; over_length names the elements.",
)


def e2b_of(draft: AdverseEventDraft) -> dict[str, object]:
    """Values by element name; null where nobody said it, or where an office fills it in.

    Groups of elements that repeat are lists under ``E.i``, ``F.r``, ``G.k`` and ``D.8.r``.
    """
    number = f"speciosa-draft-{fingerprint(draft.made.fingerprint, draft.reaction.word, draft.reaction.first_s)}"
    narrative = _narrative(draft)
    words = draft.said("reaction")
    over = [key for key, text in (("E.i.1.1a", words), ("H.1", narrative)) if len(text) > _LIMITS[key]]
    reporter = draft.said("reporter")
    return {
        "C.1.1": number,
        "C.1.2": format_moment(draft.made.now_s, draft.made.offset_min),
        "C.1.3": _SPONTANEOUS,
        "C.1.4": None,
        "C.1.5": None,
        "C.1.8.1": number,
        "C.1.8.2": _FROM_SENDER,
        "C.2.r": [{
            "C.2.r.3": _country(draft),
            "C.2.r.4": REPORTERS.get(_plain(reporter), None if _own_words(draft.field("reporter")) else _CONSUMER),
        }],
        **_person(draft),
        "D.8.r": [_past(each) for each in draft.medicines if _is_past(each, draft)],
        "E.i": [_reaction(draft, words)],
        "F.r": [
            {"F.r.1": day_name(each.day), "F.r.2.1": each.name, "F.r.3.2": each.value, "F.r.3.3": each.unit,
             "F.r.5": each.limit}
            for each in draft.tests
        ],
        "G.k": [*(_suspect(draft, each, at) for at, each in enumerate(draft.products, 1)),
                *(_other(each) for each in draft.medicines if each.at_the_time)],
        "H.1": narrative,
        "over_length": over,
        "notes": list(_NOTES),
    }  # fmt: skip


def _person(draft: AdverseEventDraft) -> dict[str, object]:
    history = [draft.said(key) for key in ("conditions", "allergies", "habits", "pregnant")]
    age = draft.said("age").strip() if _own_words(draft.field("age")) else ""
    years = int(age) if age.isascii() and age.isdigit() else None
    if not age and draft.birth_year is not None:
        years = max(0, int(day_name(draft.days[0])[:4]) - draft.birth_year)
    return {
        "D.1": draft.said("initials") or None,
        "D.2.1": None,
        "D.2.2a": years,
        "D.2.2b": None if years is None else "a",
        "D.3": None if _own_words(draft.field("weight")) else draft.weight_kg,
        "D.5": _SEX.get(_plain(draft.said("sex") if _own_words(draft.field("sex")) else draft.sex)),
        "D.7.2": "\n".join(each for each in history if each) or None,
    }  # fmt: skip


def _reaction(draft: AdverseEventDraft, words: str) -> dict[str, object]:
    serious = draft.field("serious")
    chosen = serious.chosen if serious else None
    flags = {code: None if chosen is None else name in chosen for name, code in SERIOUS.items()}
    ended = draft.field("ended")
    return {
        "E.i.1.1a": words,
        "E.i.1.1b": None,
        "E.i.2.1b": None,
        **flags,
        "E.i.4": _day(draft.field("onset"), draft.days[0]),
        "E.i.5": _day(ended, draft.days[1] if ended and ended.state != ASK else None),
        "E.i.7": OUTCOMES["death"] if chosen and "death" in chosen else _code(draft.field("outcome"), OUTCOMES),
        "E.i.9": _country(draft),
    }  # fmt: skip


def _suspect(draft: AdverseEventDraft, each: SuspectProduct, at: int) -> dict[str, object]:
    said = {key: _said(draft.of_product(key, at)) for key in _OF_PRODUCTS}
    unit = _UNITS.get(each.unit)
    dose = None if each.amount is None or not unit or _own_words(draft.of_product("amount", at)) else each.amount.median
    first = None if _may_be_older(draft, each) else each.first_day
    text = [said[key] for key in ("amount", "how_often", "how_taken", "strength")]
    return {
        "G.k.1": _SUSPECT,
        "G.k.2.2": _name(draft, each, at),
        "G.k.2.5": (each.sealed and not (each.planned and each.planned.opened)) or None,
        "G.k.4.r": [{
            "G.k.4.r.1a": dose,
            "G.k.4.r.1b": unit if dose is not None else None,
            "G.k.4.r.4": _day(draft.of_product("first_taken", at), first),
            "G.k.4.r.5": _day(draft.of_product("last_taken", at), None if each.going_on else each.last_day),
            "G.k.4.r.7": _said(draft.field("lot" if at == 1 else f"lot.{at}")) or None,
            "G.k.4.r.8": "; ".join(one for one in text if one) or None,
            "G.k.4.r.9.1": said["form"] or None,
            "G.k.4.r.10.1": said["how_taken"] or None,
        }],
        "G.k.7.r": [{"G.k.7.r.1": said["taken_for"]}] if said["taken_for"] else [],
        "G.k.8": _code(draft.of_product("action", at), ACTIONS),
        "G.k.9.i": [_link(draft, each, at)],
    }  # fmt: skip


def _name(draft: AdverseEventDraft, each: SuspectProduct, at: int) -> str:
    """As the person answered; of capsules of a trial the planned product, else as it stands in the diary."""
    found = draft.of_product("product", at)
    if found and found.answer:
        return found.answer
    return each.planned.product if each.planned else each.name


def _country(draft: AdverseEventDraft) -> str | None:
    return draft.country.upper() if draft.country and draft.country_said else None


def _may_be_older(draft: AdverseEventDraft, each: SuspectProduct) -> bool:
    """Whether the record begins with this product, so that its first dose may be an earlier one."""
    return draft.begins_with_it and each.first_day == min(one.first_day for one in draft.products)


def _link(draft: AdverseEventDraft, each: SuspectProduct, at: int) -> dict[str, object]:
    """Causality and what happened on taking it again: times and codes, no verdict."""
    days = draft.days[0] - each.first_day
    since = days if days >= 0 and not _may_be_older(draft, each) else None
    return {
        "G.k.9.i.2.r": [
            {"G.k.9.i.2.r.1": "items answered from the person's record", "G.k.9.i.2.r.2": method, "G.k.9.i.2.r.3": None}
            for method in ("Naranjo", "WHO-UMC")
        ] if draft.causality else [],
        "G.k.9.i.3.1a": since,
        "G.k.9.i.3.1b": None if since is None else "d",
        "G.k.9.i.4": _recurred(draft, each, draft.of_product("rechallenge", at)),
    }  # fmt: skip


def _recurred(draft: AdverseEventDraft, each: SuspectProduct, again: Field | None) -> int | None:
    """A product was taken again only where its doses lie on both sides of a time without any."""
    if again and again.answer:
        return _code(again, _AGAIN)
    back = [is_back for last, first, is_back in draft.challenge.restarts
            if each.first_day <= last and each.last_day >= first]  # fmt: skip
    if back:
        return _AGAIN_BACK if True in back else _AGAIN_NOT_BACK if False in back else _AGAIN_UNKNOWN
    return _NOT_AGAIN if draft.challenge.stopped else None


def _other(each: OtherMedicine) -> dict[str, object]:
    unit = _UNITS.get(each.unit)
    return {
        "G.k.1": _CONCOMITANT,
        "G.k.2.2": each.written,
        "G.k.4.r": [{
            "G.k.4.r.1a": each.amount if unit else None,
            "G.k.4.r.1b": unit if each.amount is not None else None,
            "G.k.4.r.4": None if each.first_day is None else day_name(each.first_day),
            "G.k.4.r.5": None if each.last_day is None or each.standing else day_name(each.last_day),
        }],
    }  # fmt: skip


def _is_past(each: OtherMedicine, draft: AdverseEventDraft) -> bool:
    """Whether it ended before the reaction began; what was first taken later belongs to no history."""
    ended = each.last_day is not None and each.last_day < draft.days[0]
    return ended and not each.at_the_time and not each.standing


def _past(each: OtherMedicine) -> dict[str, object]:
    return {
        "D.8.r.1": each.written,
        "D.8.r.4": None if each.first_day is None else day_name(each.first_day),
        "D.8.r.5": None if each.last_day is None else day_name(each.last_day),
    }  # fmt: skip


def _narrative(draft: AdverseEventDraft) -> str:
    """The person's own story as it is; without one, what the entries say. Their notes stand below, where asked for."""
    story = draft.said("story")
    entries = " ".join(each for each in (draft.said("onset"), draft.said("course"), draft.said("ended")) if each)
    notes = [f"{day_name(day)}: {text}" for day, text in draft.notes]
    return "\n\n".join([story or entries, *notes])


def _code(found: Field | None, codes: Mapping[str, int]) -> int | None:
    """The code of a field's only answer; null where it is another's words, or several."""
    chosen = found.chosen if found and found.state != ASK else None
    return codes.get(chosen[0]) if chosen and len(chosen) == 1 else None


def _said(found: Field | None) -> str:
    return found.value if found and found.state != ASK else ""


def _own_words(found: Field | None) -> bool:
    return found is not None and found.state == "answer"


def _day(found: Field | None, recorded: int | None) -> str | None:
    """The recorded day, or the one that the person answered; null where they answered in other words."""
    if found and found.answer:
        return first_day(found.answer) or None
    return None if recorded is None else day_name(recorded)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")
