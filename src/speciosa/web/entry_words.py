"""An entry in words: short on Today's line, whole in the list."""

from __future__ import annotations

from datetime import date

from speciosa.knowledge import load_knowledge
from speciosa.record import Answer, Event, Food, Kind, Reason
from speciosa.report import Wording
from speciosa.values.timeline import DAY_S, Precision
from speciosa.values.units import score_bounds

CRISIS = "suicidal_thoughts"
"""The word under which the record's safety rules know the thought of ending one's life."""
CAPSULE = "trial capsule"
"""The word under which a trial's capsules are doses."""
_PLACES = 3


def kinds(words: Wording) -> dict[Kind, str]:
    """What each kind of entry is called."""
    say = words.say
    return {
        Kind.DOSE: say("Dose"), Kind.NO_DOSE: say("None on this day"), Kind.MEDICINE: say("Medicine"),
        Kind.RATING: say("Score"), Kind.SCALE: say("Questionnaire"), Kind.SYMPTOM: say("Symptom"),
        Kind.SLEEP: say("Sleep"), Kind.ACTIVITY: say("Activity"), Kind.SUN: say("Sun"), Kind.LAB: say("Lab value"),
        Kind.GOAL: say("Goal"), Kind.STRATEGY: say("Something tried"), Kind.PHOTO: say("Photo"),
        Kind.EVENT: say("Event"), Kind.ASSIGNMENT: say("Trial"),
    }  # fmt: skip


def reasons(words: Wording) -> dict[Reason, str]:
    """Why a dose was taken, as far as it was said."""
    say = words.say
    return {
        Reason.PLANNED: say("planned"), Reason.PAIN: say("pain"), Reason.MOOD: say("mood"),
        Reason.WITHDRAWAL: say("feeling ill without it"), Reason.SOCIAL: say("company"), Reason.OTHER: say("other"),
    }  # fmt: skip


def foods(words: Wording) -> dict[Food, str]:
    """Food in the stomach, as far as it was said."""
    return {Food.FED: words.say("with food"), Food.FASTED: words.say("on an empty stomach")}


def amount(words: Wording, event: Event) -> str:
    """An amount with its unit, e.g. ``3 g`` or ``2 capsules``.

    Examples
    --------
    >>> from speciosa.report import wording
    >>> amount(wording("en"), Event(0, 0, Kind.DOSE, "kratom", 2.0, Answer.GIVEN, unit="capsule"))
    '2 capsules'
    """
    if event.answer is Answer.DECLINED:
        return words.say("not said")
    if event.answer is not Answer.GIVEN:
        return words.say("amount not known")
    number = words.number(event.value, _PLACES)
    counted = {
        "capsule": words.form("{n} capsule", "{n} capsules", int(event.value) if event.value == 1 else 2),
        "tablet": words.form("{n} tablet", "{n} tablets", int(event.value) if event.value == 1 else 2),
        "serving": words.form("{n} serving", "{n} servings", int(event.value) if event.value == 1 else 2),
        "tsp": words.form("{n} teaspoon", "{n} teaspoons", int(event.value) if event.value == 1 else 2),
    }
    return counted[event.unit].format(n=number) if event.unit in counted else f"{number} {event.unit}".strip()


def product(words: Wording, event: Event) -> str:
    """What was taken, short: ``leaf`` for the usual powder, else its own name without the batch.

    Examples
    --------
    >>> from speciosa.report import wording
    >>> product(wording("en"), Event(0, 0, Kind.DOSE, "kratom leaf powder"))
    'leaf'
    """
    return product_name(words, event.name)


def product_name(words: Wording, written: str) -> str:
    """A product's name as a page shows it: without its batch, the usual kinds of kratom by one word."""
    name = written.partition("#")[0].strip()
    heard = {
        "kratom leaf powder": words.say("leaf"), "kratom capsules": words.say("kratom in capsules"),
        "kratom tea": words.say("kratom tea"), "kratom extract": words.say("kratom extract"),
        CAPSULE: words.say("of the trial"),
    }  # fmt: skip
    return heard.get(name.lower(), name)


def short(words: Wording, event: Event) -> str:
    """A word or two for Today's quiet line: a pain score is its number alone."""
    if event.kind is Kind.RATING and event.name == "pain" and event.answer is Answer.GIVEN:
        return words.number(event.value, 1)
    if event.kind in {Kind.DOSE, Kind.NO_DOSE}:
        return words.say("dose") if event.kind is Kind.DOSE else words.say("none")
    if event.kind in {Kind.SLEEP, Kind.PHOTO, Kind.MEDICINE}:
        return words.within(kinds(words)[event.kind])
    if event.kind is Kind.SYMPTOM and load_knowledge().outcome(event.name).word == CRISIS:
        return words.within(kinds(words)[event.kind])  # somebody may look over the shoulder
    return words.within(named(words, event))


def whole(words: Wording, event: Event) -> str:
    """What an entry says, in one line: ``Pain: 6``, ``Dose: 3 g, leaf``."""
    if event.kind is Kind.NO_DOSE:
        return words.say("None taken on this day")
    if event.kind is Kind.DOSE:
        return words.say("Dose: {amount}, {product}", amount=amount(words, event), product=product(words, event))
    said = _said(words, event)
    label = named(words, event)
    if event.kind is Kind.SYMPTOM and event.value == 0:
        return words.say("{what}: not there", what=label)
    return words.say("{what}: {said}", what=label, said=said) if said else label


def named(words: Wording, event: Event) -> str:
    """What the entry is about, as people say it."""
    knowledge = load_knowledge()
    if event.kind in {Kind.RATING, Kind.SYMPTOM}:
        outcome = knowledge.outcome(event.name)
        return words.say(outcome.label) if outcome.known else event.name
    if event.kind is Kind.SLEEP:
        return words.say("Sleep")
    if event.kind is Kind.SUN:
        return words.say("Sun")
    if event.kind is Kind.PHOTO:
        site = knowledge.body_sites.get(event.name)
        return words.say("Photo: {site}", site=words.say(getattr(site, "label", "") or event.name))
    if event.kind is Kind.SCALE:
        return _of_scale(words, event.name)
    if event.kind is Kind.MEDICINE and "#" in event.name:
        return _with_batch(words, event.name)
    plain = event.name.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def beside(words: Wording, event: Event) -> list[str]:
    """What else was said of it: reason, food, how exactly the time is known."""
    why, food = reasons(words).get(event.reason), foods(words).get(event.food)
    said = [words.say("why: {reason}", reason=why)] if why else []
    said += [food] if food else []
    if "#" in event.name and event.kind is Kind.DOSE:
        said.append(words.say("batch {batch}", batch=event.name.partition("#")[2]))
    return said


def clock(words: Wording, event: Event) -> str:
    """The local time of day, as far as it is known."""
    if event.precision is Precision.DAY:
        return words.say("that day")
    minute = (event.time_s + 60 * event.offset_min) % DAY_S // 60
    said = f"{minute // 60:02d}:{minute % 60:02d}"
    return words.say("about {clock}", clock=said) if event.precision is Precision.PART_OF_DAY else said


def _of_scale(words: Wording, name: str) -> str:
    """A questionnaire's name, or which of its questions: ``peg.1`` in words."""
    instruments = load_knowledge().instruments
    key, _, number = name.replace("_", ".").partition(".")
    if name not in instruments and key in instruments and number.isdecimal():
        return words.say("{title}, question {n}", title=words.say(instruments[key].title), n=number)
    return words.say(instruments[name].title) if name in instruments else name


def _with_batch(words: Wording, written: str) -> str:
    """A product with its batch in words: ``kratom leaf powder#2``."""
    name = product_name(words, written)
    batch = written.partition("#")[2].strip()
    name = name[:1].upper() + name[1:]
    return words.say("{product}, batch {batch}", product=name, batch=batch) if batch else name


def _said(words: Wording, event: Event) -> str:
    """The value in words; empty where there is none."""
    if event.answer is Answer.DECLINED:
        return words.say("not said")
    if event.answer is Answer.UNKNOWN:
        return words.say("not known")
    if event.answer is Answer.GIVEN:
        number = words.number(event.value, _PLACES)
        plain = event.unit in {"", "nrs", "score"} or score_bounds(event.unit) is not None
        return number if plain else amount(words, event)
    if event.kind is Kind.STRATEGY and event.text in {"start", "stop"}:
        return words.say("started") if event.text == "start" else words.say("stopped")
    if event.kind is Kind.STRATEGY and (day := _day(event.text)) is not None:
        return words.say("look again on {day}", day=words.date(day))
    if event.kind is Kind.EVENT and "#" in event.text:
        return _with_batch(words, event.text)
    return "" if event.kind is Kind.PHOTO else event.text


def _day(text: str) -> int | None:
    try:
        return (date.fromisoformat(text.strip()) - date(1970, 1, 1)).days
    except ValueError:
        return None
