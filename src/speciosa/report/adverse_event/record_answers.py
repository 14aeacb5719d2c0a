"""What the record says to the questions about the problem, the person and who reports it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from speciosa.record import Kind
from speciosa.report.adverse_event.known import Known, Said
from speciosa.report.adverse_event.products import OtherMedicine
from speciosa.report.printed import plain, with_unit
from speciosa.values.units import score_bounds

_HOSPITAL = frozenset(
    {
        "hospital stay", "hospitalised", "hospitalized", "hospitalisation", "hospitalization", "admitted to hospital",
        "krankenhausaufenthalt",
    }
)  # fmt: skip
"""Names of an `event` by which a person says that they stayed in hospital; a visit alone is another thing."""


def record_says(key: str, known: Known) -> Said:
    """What the record says to one field of those parts; nothing where it can't say it.

    Parameters
    ----------
    key : of the table of fields.
    """
    return _SAYS[key](known) if key in _SAYS else Said()


def medicine_says(each: OtherMedicine, known: Known, *, dated: bool = True) -> str:
    """One other medicine in words: as written, its amount, and from when to when."""
    words = known.words
    name = each.written
    if each.amount is not None:
        name = words.say("{name}, {amount} each time", name=name, amount=with_unit(words, each.amount, None, each.unit))
    return f"{name}: {dates_say(each, known)}" if dated else name


def dates_say(each: OtherMedicine, known: Known) -> str:
    """From when to when one other medicine was written down."""
    words = known.words
    if each.first_day is None or each.last_day is None:
        return words.say("taken regularly, from when is not in the record")
    first, last = words.date(each.first_day), words.date(each.last_day)
    if each.entries == 1 and first == last:
        days = words.say("in one entry, on {day}", day=first)
    else:
        text = "in {n} entries, from {first} to {last}" if each.entries > 1 else "from {first} to {last}"
        days = words.say(text, n=words.number(each.entries), first=first, last=last)
    return words.say("{days}, and taken regularly", days=days) if each.standing else days


def _kind(known: Known) -> Said:
    if known.reaction.kind is Kind.LAB:
        return Said()
    return Said(known.words.say("a side effect"), known.reaction.ids(1))


def _reaction(known: Known) -> Said:
    found = known.reaction
    text = found.rows.text[len(found.rows) - 1] if found.kind is Kind.EVENT else ""
    name = found.written[0].replace("_", " ")
    return Said(f"{name}: {text}" if text else name, found.ids())


def _story(known: Known) -> Said:
    if not known.noted or known.notes_asked:
        return Said()
    hint = known.words.count(
        "You wrote a note beside {n} entry of it. Notes stay out unless you ask for them.",
        "You wrote notes beside {n} entries of it. Notes stay out unless you ask for them.", len(known.noted),
    )  # fmt: skip
    return Said(hint=hint)


def _course(known: Known) -> Said:
    words, rows = known.words, known.reaction.rows
    days = len(np.unique(rows.day()))
    said = words.count("Written down {n} time, on {days} day.", "Written down {n} times, on {days} days.", len(rows),
                       days=words.number(days))  # fmt: skip
    values = rows.value[np.isfinite(rows.value)]
    unit = rows.unit[len(rows) - 1]
    bounds = score_bounds(unit)
    if len(values) and bounds and set(rows.unit.tolist()) == {unit}:
        low, high = plain(words, float(values.min())), plain(words, float(values.max()))
        top = plain(words, bounds[1])
        text = "Strength from {low} to {high}, where {top} is the worst." if low != high else (
            "Strength {low}, where {top} is the worst."
        )  # fmt: skip
        said = f"{said} {words.say(text, low=low, high=high, top=top)}"
    return Said(said, known.reaction.ids())


def _onset(known: Known) -> Said:
    day = known.words.date(known.days[0])
    return Said(known.words.say("First written down on {day}.", day=day), known.reaction.ids(1))


def _ended(known: Known) -> Said:
    words, last = known.words, known.reaction.rows
    day = words.date(known.days[1])
    ids = (last.id[len(last) - 1], *((known.reaction.gone_id,) if known.reaction.gone_id else ()))
    if not known.over:
        return Said(hint=words.say("Last written down on {day}, which is not long before the record ends.", day=day))
    free = words.count("{n} day was written about since, without it.", "{n} days were written about since, without it.",
                       known.free_days)  # fmt: skip
    return Said(words.say("Last written down on {day}. {free}", day=day, free=free), ids)


def _outcome(known: Known) -> Said:
    if known.reaction.gone_id:
        return Said(known.words.say("gone"), (known.reaction.gone_id,))
    return Said()


def _serious(known: Known) -> Said:
    events = known.diary.entries.of_kind(Kind.EVENT)

    names = [" ".join(each.replace("_", " ").split()).casefold() for each in events.name.tolist()]
    here = [at for at, each in enumerate(names) if each in _HOSPITAL and events.time_s[at] >= known.reaction.first_s]
    if not here:
        return Said()
    days = known.words.listed([known.words.date(int(events.day()[at])) for at in here])
    hint = known.words.say("The record has a hospital stay on {days}. Only you can say whether it was because of it.",
                           days=days)  # fmt: skip
    return Said(hint=hint)


def _tests(known: Known) -> Said:
    words, rows = known.words, known.tests
    days = rows.day()
    said = [
        words.say("{name} {value} {unit} on {day}", name=rows.name[at], value=plain(words, float(rows.value[at])),
                  unit=rows.unit[at], day=words.date(int(days[at])))
        for at in range(len(rows))
    ]  # fmt: skip
    limits = [known.limit_of(each) for each in rows]
    said = [
        words.say("{result} (upper limit {limit})", result=each, limit=plain(words, limit)) if limit else each
        for each, limit in zip(said, limits, strict=True)
    ]
    return Said("; ".join(said), tuple(rows.id.tolist()))


def _sex(known: Known) -> Said:
    sex = known.diary.person.sex
    known_as = {"f": "female", "female": "female", "m": "male", "male": "male"}
    return Said(known.words.say(known_as[sex.lower()]) if sex.lower() in known_as else sex)


def _age(known: Known) -> Said:
    if known.age is None:
        return Said()
    return Said(known.words.say("{n} years, or a year less: only the year of birth is known", n=known.age))


def _weight(known: Known) -> Said:
    weight = known.diary.person.weight_kg
    return Said() if weight is None else Said(known.words.say("{n} kg", n=known.words.number(weight, 1)))


def _conditions(known: Known) -> Said:
    return Said("; ".join(known.diary.person.conditions))


def _pregnant(known: Known) -> Said:
    person, words = known.diary.person, known.words
    if person.pregnant or person.breast_feeding:
        which = [words.say("pregnant")] if person.pregnant else []
        which += [words.say("breast-feeding")] if person.breast_feeding else []
        return Said(words.say("yes: {which}", which=words.listed(which)))
    return Said(words.say("no")) if person.pregnant is False and person.breast_feeding is False else Said()


def _medicines(known: Known) -> Said:
    named = [medicine_says(each, known, dated=False) for each in known.medicines]
    return Said("; ".join(named), tuple(one for each in known.medicines for one in each.ids[:1]))


def _medicine_dates(known: Known) -> Said:
    return Said("; ".join(medicine_says(each, known) for each in known.medicines),
                tuple(one for each in known.medicines for one in (*each.ids[:1], *each.ids[-1:])))  # fmt: skip


def _reporter(known: Known) -> Said:
    return Said(known.words.say("the person who keeps this record"))


def _country(known: Known) -> Said:
    rows, words = known.knowledge.help_lines, known.words
    if known.country not in rows:
        return Said(known.country.upper())
    name = words.say(rows[known.country].country)
    if known.diary.person.country:
        return Said(name)
    return Said(words.say("{country}, by the time zone of this record", country=name))


_SAYS: Mapping[str, Callable[[Known], Said]] = {
    "kind": _kind, "reaction": _reaction, "story": _story, "course": _course, "onset": _onset, "ended": _ended,
    "outcome": _outcome, "serious": _serious, "tests": _tests, "sex": _sex, "age": _age, "weight": _weight,
    "conditions": _conditions, "pregnant": _pregnant, "medicines": _medicines, "medicine_dates": _medicine_dates,
    "reporter": _reporter, "country": _country,
}  # fmt: skip
