"""What the gate asks for: each thing with its fields, and what makes it whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from speciosa.values.errors import EntryError

ETHICS, AUTHORISATION, MONITORING, STOPPING, RESPONSE = "ethics", "authorisation", "monitoring", "stopping", "response"
_RANGE = re.compile(r"^([01]\d|2[0-4]):([0-5]\d)\s*-\s*([01]\d|2[0-4]):([0-5]\d)$")
_TELEPHONE = re.compile(r"^\+?[\d ()/\-]{3,}$")
_DAY_H = 24
_HOUR_MIN = 60


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in. `kind`: ``text``, ``long`` or ``date``. `required`: never empty."""

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    hint: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it has several lines."""
        return self.kind == "long"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the gate asks for. `why`: one sentence beside it. `also`: what else makes it whole."""

    kind: str
    title: str
    why: str
    fields: tuple[Field, ...]
    also: Callable[[Mapping[str, str]], None] | None = None

    def check(self, said: Mapping[str, str]) -> None:
        """See that it is whole.

        Raises
        ------
        EntryError : a field is missing, is no date, or as `also` says.
        """
        for each in self.fields:
            if each.required and not said[each.name]:
                raise EntryError(f"{each.label.lower()}: this is empty", todo="fill it in")
            if each.kind == "date" and said[each.name]:
                _day(said[each.name], each.label)
        if self.also is not None:
            self.also(said)


def covers(hours: str, prompts: Sequence[str] | None) -> list[str]:
    """The hours at which people are asked and nobody answers, as ``20:00 to 21:00``.

    Somebody has to be there from the prompt on for a whole hour.

    Parameters
    ----------
    hours : as entered, ``08:00-22:00, 23:00-02:00``. prompts: clock times; None: people are asked at any hour.

    Raises
    ------
    EntryError : the hours can't be read.

    Examples
    --------
    >>> covers("08:00-21:00", ("08:00", "20:30")), covers("22:00-07:00", ("23:30",)), covers("00:00-24:00", None)
    (['20:30 to 21:30'], [], [])
    """
    staffed = _minutes(hours)
    begins = [f"{hour:02d}:00" for hour in range(_DAY_H)] if prompts is None else list(prompts)
    found = []
    for each in begins:
        first = _minute(each)
        wanted = {(first + at) % (_DAY_H * _HOUR_MIN) for at in range(_HOUR_MIN)}
        if not wanted <= staffed:
            last = (first + _HOUR_MIN) % (_DAY_H * _HOUR_MIN)
            found.append(f"{each} to {last // _HOUR_MIN:02d}:{last % _HOUR_MIN:02d}")
    return found


def _minutes(hours: str) -> set[int]:
    """Minutes of the day at which somebody is there."""
    found: set[int] = set()
    for part in (each.strip() for each in hours.split(",") if each.strip()):
        said = _RANGE.match(part)
        if said is None:
            raise EntryError("the hours can't be read", todo="write them like 08:00-22:00, several with a comma")
        first, last = (int(said[at]) * _HOUR_MIN + int(said[at + 1]) for at in (1, 3))
        whole = _DAY_H * _HOUR_MIN
        if max(first, last) > whole or first == last:
            raise EntryError("the hours can't be read", todo="write them like 08:00-22:00, a whole day as 00:00-24:00")
        found |= set(range(first, last)) if first < last else {*range(first, whole), *range(last)}
    return found


def _minute(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * _HOUR_MIN + int(minute)


def _day(text: str, label: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise EntryError(f"{label.lower()}: this is no date", todo="write it like 2026-11-23") from None


def _in_order(said: Mapping[str, str]) -> None:
    if said["until"] and said["date"] and said["until"] < said["date"]:
        raise EntryError("it ends before it begins", todo="look at the two dates again")


def _number_or_reason(said: Mapping[str, str]) -> None:
    has_number = bool(said["number"] and said["body"] and said["date"])
    if bool(said["none_needed"]) == has_number or (said["none_needed"] and said["number"]):
        raise EntryError(
            "it needs either who gave the authorisation, its number and its date, or a reason why none is needed",
            todo="fill in one of the two",
        )
    _in_order(said)


def _staffed(said: Mapping[str, str]) -> None:
    covers(said["hours"], ())
    if not _TELEPHONE.match(said["telephone"]):
        raise EntryError("this is no telephone number", todo="write the number that is answered, with its area code")
    if said["every_day"].lower() != "yes":
        raise EntryError("people are asked every day, so somebody has to answer every day", todo="staff all seven days")


KINDS: Mapping[str, Asked] = {each.kind: each for each in (
    Asked(ETHICS, "Ethics approval", "Assigning an amount by chance is research, and a board has to agree to it.", (
        Field("body", "Who approved it"), Field("reference", "Reference"), Field("date", "Approved on", "date"),
        Field("until", "Holds until", "date", hint="After this day nobody is allocated until a new one is entered."),
    ), _in_order),
    Asked(AUTHORISATION, "Trial authorisation",
          "IND in the United States, CTA in Europe, or a written reason why the law asks for none.", (
        Field("body", "Who authorised it", required=False), Field("number", "IND or CTA number", required=False),
        Field("date", "Authorised on", "date", required=False),
        Field("until", "Holds until", "date", required=False),
        Field("none_needed", "Or: why none is needed, and who says so", "long", required=False),
    ), _number_or_reason),
    Asked(MONITORING, "Monitoring plan", "Who looks at harm while the study runs, how often, and what they can do.", (
        Field("who", "Who monitors, and for whom they work"), Field("plan", "What they look at, and how often", "long"),
    )),
    Asked(STOPPING, "Stopping rules", "When one person's trial ends, and when the whole study does.", (
        Field("one", "For one person", "long"), Field("all", "For the whole study", "long"),
        Field("who", "Who decides"),
    )),
    Asked(RESPONSE, "Who answers about suicide",
          "A study may ask about suicide only where somebody answers at every hour at which it asks.", (
        Field("who", "Who answers"), Field("telephone", "Telephone"),
        Field("hours", "Hours of the day, local time", hint="Like 08:00-22:00. A whole day is 00:00-24:00."),
        Field("every_day", "On all seven days", hint="Write yes if so."),
        Field("escalation", "What they do, and whom they call when it can't wait", "long"),
    ), _staffed),
)}  # fmt: skip
"""Everything that the gate can ask for, by its kind."""
