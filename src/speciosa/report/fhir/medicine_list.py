"""What is taken over time: the pattern of the last weeks, and every other medicine. MedicationStatement."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from speciosa.record import Answer, Columns, Kind
from speciosa.report.fhir.codings import concept
from speciosa.report.fhir.datatypes import date_of, decimal, line, moment, quantity
from speciosa.report.fhir.planned_trial import CAPSULE
from speciosa.report.fhir.products import Shelf
from speciosa.report.fhir.stops import stop_of
from speciosa.report.fhir.subject import Subject
from speciosa.safety import Listed
from speciosa.values.timeline import DAY_S, day_name

PATTERN_D = 28
"""So many local days up to today the pattern is taken from: what the contract calls usual."""
_LEAVES_SLOWLY = "leaves_slowly"
_CATEGORY = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/medication-statement-category",
                "code": "patientspecified", "display": "Patient Specified"}]
}  # fmt: skip


def patterns(subject: Subject, doses: Columns, shelf: Shelf) -> list[dict[str, Any]]:
    """One statement a product: how often and how much of it in the last 28 days.

    Parameters
    ----------
    doses : of kratom and of 7-OH products that took place.
    """
    return list(_patterns(subject, doses.take(doses.value != 0), shelf))


def _patterns(subject: Subject, doses: Columns, shelf: Shelf) -> Iterator[dict[str, Any]]:
    batches = [shelf.batch_of(each) for each in doses]
    keys = np.array([each.key for each in batches], dtype=object)
    since_day = subject.report.made.today - PATTERN_D
    in_trial = _now_in_capsules(shelf, set(keys[doses.day() > since_day].tolist()))
    for key in dict.fromkeys(keys.tolist()):
        chosen = np.flatnonzero(keys == key)
        rows, last = doses.take(chosen), batches[int(chosen[-1])]
        recent = rows.take(rows.day() > since_day)
        stop = stop_of(subject.diary, _means(subject, key, set(keys.tolist()), shelf), last_s=int(rows.time_s[-1]))
        goes_on = len(recent) > 0 or key in in_trial
        made = _statement(subject, f"pattern/{key}") | {"medicationReference": shelf.reference(last)}
        made["status"] = "stopped" if stop else "active" if goes_on else "unknown"
        made["effectivePeriod"] = {"start": day_name(int(rows.day()[0]))}
        if stop:
            made["effectivePeriod"]["end"] = date_of(stop.time_s, stop.offset_min)
        elif not goes_on:
            made["effectivePeriod"]["end"] = day_name(int(rows.day()[-1]))
        since = day_name(int(rows.day()[0]))
        made["dosage"] = [_dosage(subject, recent, shelf, key, since=since, in_trial=key in in_trial and not stop)]
        yield _about(subject, made)


def _now_in_capsules(shelf: Shelf, recent: set[str]) -> set[str]:
    """Products that are taken within the capsules of a sealed trial of late."""
    trial = shelf.trial
    return {each.casefold() for each in trial.names} if trial and trial.sealed and CAPSULE in recent else set()


def _means(subject: Subject, key: str, keys: set[str], shelf: Shelf) -> Callable[[str], bool]:
    """Whether a stop means this product: it names it, names nothing, or names what it is and no other product."""
    diary, knowledge = subject.diary, subject.knowledge
    names = shelf.trial.names if shelf.trial and key == CAPSULE else (key,)
    substances = {diary.substance_of(each, knowledge) for each in names}

    named = keys - {"kratom"}  # the word alone means all of it, also where a product is called like that

    def is_it(what: str) -> bool:
        plain = line(what.partition("#")[0]).casefold()
        if plain in named or not plain:
            return plain in {"", key}
        return diary.substance_of(what, knowledge) in substances

    return is_it


def _dosage(subject: Subject, recent: Columns, shelf: Shelf, key: str, *, since: str, in_trial: bool) -> dict[str, Any]:
    words, trial = subject.words, shelf.trial
    if not len(recent) and in_trial:
        return {"text": words.say("Taken in the capsules of a blind trial now.")}
    if not len(recent):
        return {"text": words.say("No dose is written down in the last {days} days.", days=PATTERN_D)}
    made = _usual(subject, recent, since)
    if key == CAPSULE and trial and trial.sealed:
        text = (
            "Capsules of a blind trial with {product}, at most {amount} g of it a day; how much is in each is sealed. "
            "{usual}"
        )
        amount = decimal(trial.most_g)
        made["text"] = words.say(text, product=words.listed(list(trial.names)), amount=amount, usual=made["text"])
    return made


def _usual(subject: Subject, rows: Columns, since: str) -> dict[str, Any]:
    """The middle of the last weeks; amounts in the unit that was used most."""
    _, a_day = np.unique(rows.day(), return_counts=True)
    fewest, most = math.floor(np.median(a_day)), math.ceil(np.median(a_day))
    words, days = subject.words, len(a_day)
    given = rows.take(rows.answer == Answer.GIVEN)
    times = words.say("{low} to {high}", low=fewest, high=most) if fewest < most else str(most)
    values: dict[str, object] = {"n": times, "days": days, "all": PATTERN_D, "since": since}
    text = "{n} on a day with any, as a rule; on {days} of the last {all} days; in the record since {since}"
    dosage: dict[str, Any] = {"text": words.say(text, **values)}
    if days == PATTERN_D:  # a timing of every day is said only where it was every day
        often = {"frequency": fewest} | ({"frequencyMax": most} if fewest < most else {})
        dosage["timing"] = {"repeat": {**often, "period": 1, "periodUnit": "d"}}
    if len(given):
        unit = Counter(given.unit.tolist()).most_common(1)[0][0]
        amount = decimal(float(f"{np.median(given.value[given.unit.equal(unit)]):.3g}"))
        text = (
            "{n} on a day with any, {amount} {unit} each, as a rule; on {days} of the last {all} days; in the record "
            "since {since}"
        )
        dosage["text"] = words.say(text, amount=amount, unit=line(unit), **values)
        dosage["doseAndRate"] = [{"doseQuantity": quantity(amount, unit)}]
    return dosage


def other_medicines(subject: Subject) -> list[dict[str, Any]]:
    """One statement for each name under which something else is listed."""
    return [_other(subject, each) for each in subject.report.watch.screened.listed]


def _other(subject: Subject, listed: Listed) -> dict[str, Any]:
    made = _statement(subject, f"medicine/{listed.written.casefold()}")
    name, meant = line(listed.written), subject.diary.person.meaning(listed.written)
    known = ", ".join(each for each in listed.meant if each.casefold() != name.casefold())
    told = known or (line(meant) if listed.mapped else "")
    made["medicationCodeableConcept"] = concept(f"{name} ({told})" if told else name)
    stop = stop_of(subject.diary, _names(subject, listed), last_s=_last_taken(subject, listed))
    # the list in the person's file has no date: beside a stop nobody knows which of the two is newer
    over = stop is not None and not listed.standing
    current = stop is None and _current(subject, listed) and not _once(subject, listed)
    made["status"] = "stopped" if over else "active" if current else "unknown"
    offset_min = subject.report.made.offset_min
    period = {} if listed.first_s is None else {"start": date_of(listed.first_s, offset_min)}
    if stop is not None and over:
        period["end"] = date_of(stop.time_s, stop.offset_min)
    elif stop is None and not current and listed.last_s is not None:
        period["end"] = date_of(listed.last_s, offset_min)
    return _about(subject, made | ({"effectivePeriod": period} if period else {}))


def _current(subject: Subject, listed: Listed) -> bool:
    """Taken in the weeks before now, which is when it is asserted, or in the person's own list."""
    recent_d = subject.knowledge.choice(f"safety_medicine_{'slow' if _LEAVES_SLOWLY in listed.groups else 'recent'}_d")
    since_s = subject.report.made.now_s - recent_d * DAY_S
    return listed.standing or (listed.last_s is not None and listed.last_s >= since_s)


def _once(subject: Subject, listed: Listed) -> bool:
    """Taken a single time, and neither started nor in the person's own list: nobody said that it goes on."""
    if listed.standing or len(listed.ids) != 1:
        return False
    is_it, diary = _names(subject, listed), subject.diary
    begun = {*map(str.casefold, ("start", "started", "begonnen"))}
    said = [(each.name, each.text) for each in diary.entries.of_kind(Kind.EVENT)]
    said += [(each.text, each.name) for each in diary.entries.of_kind(Kind.STRATEGY)]
    return not any(word.strip().casefold() in begun and is_it(what) for word, what in said)


def _names(subject: Subject, listed: Listed) -> Callable[[str], bool]:
    """Whether the words beside a stop are this medicine's, under this name or another."""
    written, meant = line(listed.written).casefold(), set(listed.meant)

    def is_it(what: str) -> bool:
        if line(what).casefold() == written:
            return True
        known = subject.knowledge.medicine(subject.diary.person.meaning(what)) if what and meant else None
        return known is not None and meant <= {each.name for each in known.medicines}

    return is_it


def _last_taken(subject: Subject, listed: Listed) -> int | None:
    entries, ids = subject.diary.entries, set(listed.ids)
    kinds = [list(Kind).index(each) for each in (Kind.DOSE, Kind.MEDICINE)]
    rows = entries.take(np.isin(entries.kind, kinds))
    times = [at for at, each in zip(rows.time_s.tolist(), rows.id.tolist(), strict=True) if each in ids]
    return max(times, default=None)


def _statement(subject: Subject, key: str) -> dict[str, Any]:
    return subject.resource("MedicationStatement", key)


def _about(subject: Subject, made: dict[str, Any]) -> dict[str, Any]:
    report = subject.report.made
    return made | {
        "category": _CATEGORY, "subject": subject.person, "informationSource": subject.person,
        "dateAsserted": moment(report.now_s, report.offset_min),
    }  # fmt: skip
