"""A packet as JSON text, written and read strictly: what is not exactly as described is refused with its reason."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from speciosa.effect.pooling.limits import fault_in
from speciosa.effect.pooling.packet import (
    CONTRASTS,
    HORIZON_D,
    KNOWLEDGE,
    PACKET_ID,
    SCHEMA,
    SOFTWARE,
    VALUES,
    EvidencePacket,
    MadeWith,
    RecordSize,
    Summary,
)
from speciosa.effect.pooling.stage_prior import Family, StagePrior
from speciosa.effect.posterior import Grade
from speciosa.knowledge import Knowledge
from speciosa.values.errors import EntryError
from speciosa.values.json_form import dump

_KEYS = frozenset(
    {
        "schema", "kind", "id", "of", "outcome", "unit", "better", "horizon_d", "effect", "contrasts", "dose_response",
        "k_hat", "record", "made_with",
    }
)  # fmt: skip
_KIND, _OF = "evidence packet", "kratom"
_LONGEST = 200_000
"""Characters: more than twice the largest packet that can be made."""
_MOST_WEEKS, _MOST_RATINGS, _MOST_BLOCKS, _MOST_DOSES = 5_000, 1_000_000, 1_000, 20
_MOST_DF = 1e6


def to_json(packet: EvidencePacket) -> str:
    """The file's text: the same packet gives the same bytes."""
    return dump(
        {
            "schema": SCHEMA, "kind": _KIND, "id": packet.id, "of": _OF, "outcome": packet.outcome,
            "unit": packet.unit, "better": packet.better, "horizon_d": packet.horizon_d,
            "effect": None if packet.effect is None else _number_json(packet.effect),
            "contrasts": {name: _number_json(each) for name, each in packet.contrasts},
            "dose_response": [{"relative_dose": dose} | _number_json(each) for dose, each in packet.dose_response],
            "k_hat": packet.k_hat,
            "record": {
                "weeks": packet.record.weeks, "ratings": packet.record.ratings, "blocks": packet.record.blocks,
            },
            "made_with": {"software": packet.made_with.software, "knowledge": packet.made_with.knowledge},
        }
    )  # fmt: skip


def packet_from_json(text: str, knowledge: Knowledge) -> EvidencePacket:
    """The packet of a file's text.

    Parameters
    ----------
    text : as `to_json` writes it; spaces and the order of keys do not matter.
    knowledge : its outcomes are the words that a packet may name.

    Raises
    ------
    EntryError : anything is missing, unknown, not a finite number, out of its range or not in order. The
        message says which field, and never what stood there.
    """
    top = _object(_document(text), "the packet", None)
    if _whole(top.get("schema"), "schema", 0, 10**6) != SCHEMA:
        raise _wrong("schema", f"is of another version than {SCHEMA}", "use the version of speciosa that made it")
    _object(top, "the packet", _KEYS)
    row = knowledge.outcomes.get(_matching(top["outcome"], "outcome", knowledge.outcomes.__contains__))
    if row is None:  # the line above has refused it already
        raise _wrong("outcome", "is not a word of our list")
    for key, only in (("kind", _KIND), ("of", _OF), ("unit", row.unit), ("better", row.better.value)):
        _matching(top[key], key, only.__eq__)
    horizon_d = _whole(top["horizon_d"], "horizon_d", HORIZON_D, HORIZON_D)
    contrasts = _object(top["contrasts"], "contrasts", None)
    if not set(contrasts) <= set(CONTRASTS):
        raise _wrong("contrasts", "has a name that is not in the list")
    k_hat = _real(top["k_hat"], "k_hat", 0.0, knowledge.choice("pool_k_hat_most"))
    found = EvidencePacket(
        _matching(top["id"], "id", PACKET_ID.fullmatch), row.word, row.unit, row.better.value, horizon_d,
        None if top["effect"] is None else _number(top["effect"], "effect", knowledge),
        tuple((name, _number(contrasts[name], name, knowledge)) for name in CONTRASTS if name in contrasts),
        _doses(top["dose_response"], knowledge), k_hat, _record(top["record"]), _made_with(top["made_with"]),
    )  # fmt: skip
    if not found.numbers:
        raise _wrong("the packet", "holds no number")
    return found


def _number_json(number: Summary) -> dict[str, Any]:
    prior = number.prior
    family = {"family": prior.family, "location": prior.location, "scale": prior.scale, "df": prior.df}
    return {"grade": number.grade, "prior": family, "values": number.values}


def _document(text: str) -> Any:
    if len(text) > _LONGEST:
        raise _wrong("the file", "is too long to be a packet")

    def refuse(_: str) -> NoReturn:
        raise _wrong("the packet", "holds something that is not a number")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) < len(pairs):
            raise _wrong("the packet", "has a field twice")
        return dict(pairs)

    try:
        return json.loads(text, parse_constant=refuse, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise _wrong("the file", "is not JSON", "send the file again as speciosa wrote it") from None


def _number(given: Any, where: str, knowledge: Knowledge) -> Summary:
    found = _object(given, where, {"grade", "prior", "values"})
    grade = Grade(_matching(found["grade"], f"{where}.grade", {each.value for each in Grade}.__contains__))
    if grade is Grade.ASSOCIATION_ONLY:
        raise _wrong(f"{where}.grade", "says that it is an association only, and such numbers are not pooled")
    values = found["values"]
    if not isinstance(values, list) or len(values) != VALUES:
        raise _wrong(f"{where}.values", f"is not a list of {VALUES} numbers")
    numbers = np.array([_real(each, f"{where}.values", -math.inf, math.inf) for each in values])
    number = Summary(grade, numbers, _prior(found["prior"], f"{where}.prior"))
    fault = fault_in(number, knowledge)
    if fault:
        raise EntryError(fault, where=where, todo="the packet is left out")
    return number


def _prior(given: Any, where: str) -> StagePrior:
    found = _object(given, where, {"family", "location", "scale", "df"})
    family = Family(_matching(found["family"], f"{where}.family", {each.value for each in Family}.__contains__))
    df = found["df"]
    try:
        return StagePrior(
            _real(found["location"], f"{where}.location", -math.inf, math.inf),
            _real(found["scale"], f"{where}.scale", 0.0, math.inf),
            family,
            None if df is None else _real(df, f"{where}.df", 2.0, _MOST_DF),
        )
    except ValueError:
        raise _wrong(where, "is not a normal or a Student's t with a variance") from None


def _doses(given: Any, knowledge: Knowledge) -> tuple[tuple[float, Summary], ...]:
    if not isinstance(given, list) or len(given) > _MOST_DOSES:
        raise _wrong("dose_response", f"is not a list of at most {_MOST_DOSES} doses")
    found: list[tuple[float, Summary]] = []
    for each in given:
        level = _object(each, "dose_response", {"relative_dose", "grade", "prior", "values"})
        dose = _real(level.pop("relative_dose"), "dose_response.relative_dose", 0.01, 1.0)
        if dose != round(dose, 2) or (found and dose <= found[-1][0]):
            raise _wrong("dose_response.relative_dose", "is not in hundredths, or does not ascend")
        found.append((dose, _number(level, "dose_response", knowledge)))
    return tuple(found)


def _record(given: Any) -> RecordSize:
    found = _object(given, "record", {"weeks", "ratings", "blocks"})
    ratings = _whole(found["ratings"], "record.ratings", 0, _MOST_RATINGS)
    if ratings % 10:
        raise _wrong("record.ratings", "is not rounded to tens")
    weeks = _whole(found["weeks"], "record.weeks", 0, _MOST_WEEKS)
    return RecordSize(weeks, ratings, _whole(found["blocks"], "record.blocks", 0, _MOST_BLOCKS))


def _made_with(given: Any) -> MadeWith:
    found = _object(given, "made_with", {"software", "knowledge"})
    software = _matching(found["software"], "made_with.software", SOFTWARE.fullmatch)
    return MadeWith(software, _matching(found["knowledge"], "made_with.knowledge", KNOWLEDGE.fullmatch))


def _object(given: Any, where: str, keys: set[str] | frozenset[str] | None) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _wrong(where, "is not an object with fields")
    if keys is not None and set(given) != keys:
        missing = sorted(keys - set(given))
        raise _wrong(where, f"lacks {', '.join(missing)}" if missing else "has a field that nobody described")
    return dict(given)


def _real(given: Any, where: str, low: float, high: float) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise _wrong(where, "is not a number")
    if abs(given) > 1e300 or not low <= given <= high:  # also what is infinite, or an integer too large for a float
        raise _wrong(where, "is out of its range")
    return float(given)


def _whole(given: Any, where: str, low: int, high: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
        raise _wrong(where, "is not a whole number in its range")
    return given


def _matching(given: Any, where: str, allowed: Callable[[str], object]) -> str:
    if not isinstance(given, str) or not allowed(given):
        raise _wrong(where, "is not a word that may stand there")
    return given


def _wrong(where: str, what: str, todo: str = "the packet is left out") -> EntryError:
    return EntryError(f"this {what}", where=where, todo=todo)
