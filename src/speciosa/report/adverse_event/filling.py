"""From a report and its record to the draft: every field that applies, filled as far as the record goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from speciosa.effect import arms_of
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report.adverse_event.capsules import planned_of
from speciosa.report.adverse_event.challenge import Challenge, challenge_of
from speciosa.report.adverse_event.coded import dangerous
from speciosa.report.adverse_event.draft import AdverseEventDraft, Field, LabValue
from speciosa.report.adverse_event.known import Known, Said
from speciosa.report.adverse_event.places import country_of, forms_of, places_of
from speciosa.report.adverse_event.product_answers import product_says
from speciosa.report.adverse_event.products import others_of, suspects_of
from speciosa.report.adverse_event.reaction import picked
from speciosa.report.adverse_event.record_answers import record_says
from speciosa.report.report import Report
from speciosa.report.wording import wording
from speciosa.safety import side_effects
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

_OF_PRODUCT, _OWN_FORM = "product", "form"
_SEALED = "A blind trial is not opened yet, so nothing that compares its times stands here."
_YOUNG = "Under 18 this holds what was written down, and nothing worked out from it."
_OFF = "What is worked out from the record was switched off, so it does not stand here."


def draft_of(
    report: Report, diary: Diary, knowledge: Knowledge, *, event: str | None = None,
    answers: Mapping[str, str] | None = None, notes: bool = False,
) -> AdverseEventDraft:  # fmt: skip
    """A draft of a report about one side effect. Nothing is sent; without answers it lists what remains to be asked.

    Parameters
    ----------
    report : made from `diary`; says as of when, and in which language.
    event : id of an entry, or the word of a side effect; None: the newest of `events_to_report`.
    answers : the person's own words by key of the table of fields, ``maker.2`` for the second product; they are kept
        exactly as they are. An empty one is none.
    notes : whether what the person wrote beside the entries of it goes in, too.

    Raises
    ------
    EntryError : the record holds nothing to report, no entry has that id, or an answer's key is no field.

    Valid when: the person reads it before it goes anywhere. It proves no cause.
    """
    given = {key: text for key, text in (answers or {}).items() if text}
    words, known = wording(report.made.language), diary.as_of(report.made.now_s)
    reaction = picked(report, diary, knowledge, event)
    country = country_of(given.get("country", ""), known.person, knowledge, words)
    withheld = _withheld(report, known)
    times = {"first_s": reaction.first_s, "last_s": reaction.last_s}
    begin = reaction.first_s - int(knowledge.choice("report_suspect_d")) * DAY_S
    planned = planned_of(
        diary, now_s=report.made.now_s, first_s=begin, last_s=reaction.last_s, sealed=arms_of(known).sealed
    )
    case = Known(
        report, known, knowledge, words, reaction, suspects_of(known, knowledge, planned=planned, **times),
        others_of(report.watch.screened.listed, known, knowledge, **times),
        Challenge() if withheld else challenge_of(reaction, known, knowledge, words), country,
        words.say(withheld) if withheld else "", notes,
    )  # fmt: skip
    forms = forms_of(country)
    fields = tuple(_fields(case, forms, given))
    _refuse_unknown(given, fields, knowledge)
    return AdverseEventDraft(
        made=report.made, simulated=report.simulated, reaction=reaction, products=case.products,
        medicines=case.medicines, forms=forms, fields=fields,
        notes=tuple((day, text) for day, text, _ in case.noted) if notes else (),
        causality=None if withheld else _causality(report, reaction.word), challenge=case.challenge,
        days=case.days, birth_year=known.person.birth_year, begins_with_it=case.begins_with_it,
        sex=known.person.sex, weight_kg=known.person.weight_kg, tests=_tests(case), gaps=_gaps(case),
        places=places_of(country, knowledge), help=report.watch.help, young=report.watch.young,
        now=dangerous(given.get("serious", "")), dont_stop=report.watch.dont_stop, country=country,
        country_said=bool(given.get("country") or known.person.country),
    )  # fmt: skip


def _withheld(report: Report, known: Diary) -> str:
    if report.watch.young:
        return _YOUNG
    if report.effect.withheld:
        return _OFF
    return _SEALED if arms_of(known).sealed else ""


def _fields(case: Known, forms: tuple[str, ...], given: Mapping[str, str]) -> Iterator[Field]:
    """Each field that applies, and each that was answered all the same; of products as often as it is asked."""
    for key, row in case.knowledge.report_fields.items():
        of_products = row.part == _OF_PRODUCT
        asked: tuple[int, ...] = ()
        if set(row.forms) & set(forms) and row.holder != _OWN_FORM:
            asked = case.asked_of(row.applies) if of_products else (0,) if case.applies(row.applies) else ()
        of = range(1, max(1, len(case.products)) + 1) if of_products else (0,)
        for number in of:
            name = f"{key}.{number}" if number > 1 else key
            if number not in asked and name not in given:
                continue
            said = record_says(key, case)
            if of_products:
                said = product_says(key, case.products[number - 1], case) if case.products else Said()
            needed = tuple(each for each in row.required_by if each in forms)
            yield Field(
                name, row.part, case.words.say(row.question), tuple(case.words.say(each) for each in row.options),
                row.e2b, needed, row.holder, said.text, said.ids, given.get(name), said.hint, number, row.options,
            )  # fmt: skip


def _refuse_unknown(given: Mapping[str, str], fields: tuple[Field, ...], knowledge: Knowledge) -> None:
    """An answer is never dropped in silence: it goes where it belongs, or nowhere."""
    there = {each.key for each in fields}
    for key in given:
        if key not in there and key.partition(".")[0] in knowledge.report_fields:
            what = "this answer is about a product that the draft doesn't have"
            raise EntryError(what, where=key, todo="number products as the draft does, from 2 on")
        if key not in there:
            todo = f"use one of {', '.join(knowledge.report_fields)}"
            raise EntryError("an answer has the key of no question", where=key, todo=todo)


def _causality(report: Report, word: str) -> side_effects.SideEffect | None:
    return next((each for each in report.watch.screened.side_effects if each.symptom == word), None)


def _tests(case: Known) -> tuple[LabValue, ...]:
    rows = case.tests
    return tuple(
        LabValue(int(day), each.name, each.value, each.unit, each.id, case.limit_of(each))
        for each, day in zip(rows, rows.day().tolist(), strict=True)
    )


def _gaps(case: Known) -> tuple[NotAssessed, ...]:
    """What is not in the draft, and why."""
    found = [NotAssessed("causality", case.withheld)] if case.withheld else []
    if not case.withheld and _causality(case.report, case.reaction.word) is None:
        why = case.words.say("Causality items were not asked, because this is no symptom that the record follows.")
        found.append(NotAssessed("causality", why))
    why = case.words.say(
        "No MedDRA code is given: that list needs a paid licence. Whoever takes the report can add one to your words."
    )
    found.append(NotAssessed("meddra", why))
    if not case.products:
        why = case.words.say("No kratom was written down in the four weeks before it began.")
        found.append(NotAssessed("suspect_product", why))
    return tuple(found)
