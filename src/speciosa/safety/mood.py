"""Questionnaires about mood, as far as they send somebody to help."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speciosa.knowledge import Instrument
from speciosa.record import Kind
from speciosa.safety.case import Case
from speciosa.safety.scored import Scored, totals_of
from speciosa.safety.sighting import Sighting
from speciosa.values.timeline import DAY_S

_ITEM_NINE = ("phq9.9", "phq9_9", "phq-9.9")
_ASKED = ("phq2", "gad2", "phq4", "phq9", "gad7")
_WORTH = ("worth a talk", "moderate", "moderately severe", "severe")
_BAND = re.compile(r"(\d+)-(\d+) (.+)")


def item_nine(case: Case) -> Sighting | None:
    """The PHQ-9's question about self-harm was answered with more than never."""
    rows = case.diary.entries.of_kind(Kind.SCALE)
    asked = [name for name in rows.name.used() if name.lower() in _ITEM_NINE]
    if not asked:
        return None
    chosen = rows.name.equal(asked[0])
    for name in asked[1:]:
        chosen |= rows.name.equal(name)
    yes = rows.take(chosen & (rows.value > 0))
    if not len(yes):
        return None
    return Sighting(int(yes.time_s[-1]), tuple(yes.id.tolist()))


def questionnaire_high(case: Case) -> Sighting | None:
    """A questionnaire about mood or worry lies in the band that is worth a talk.

    The latest score of each within the last weeks, as a total or by its items, against the bands published for it.
    """
    since_s = case.end_s - case.knowledge.choice("safety_questionnaire_d") * DAY_S
    seen = list(_high(case, since_s))
    if not seen:
        return None
    told = "; ".join(f"{instrument.title}: {each.value:g} of {instrument.high:g}" for each, instrument in seen)
    ids = dict.fromkeys(id_ for each, _ in seen for id_ in each.ids)
    return Sighting(max(each.time_s for each, _ in seen), tuple(ids), f"{told}.")


def worth_from(instrument: Instrument) -> float | None:
    """The lowest total of the first band that is worth a talk; None where no band is.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> table = load_knowledge().instruments
    >>> worth_from(table["phq2"]), worth_from(table["gad7"]), worth_from(table["pain_nrs"])
    (3.0, 10.0, None)
    """
    bands = [found for each in instrument.bands if (found := _BAND.fullmatch(each))]
    worth = [float(found[1]) for found in bands if found[3] in _WORTH]
    return min(worth, default=None)


def _high(case: Case, since_s: float) -> Iterator[tuple[Scored, Instrument]]:
    """The latest score of each questionnaire, written as a total or answered item by item, where it is worth a talk."""
    for key in _ASKED:
        instrument = case.knowledge.instruments[key]
        worth = worth_from(instrument)
        told = [each for each in totals_of(case, key) if each.time_s >= since_s]
        if told and worth is not None and told[-1].value >= worth:
            yield told[-1], instrument
