"""The form about the person: which fields each of its parts has, and how what was typed is read."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from speciosa.record import Person

PARTS: dict[str, tuple[str, ...]] = {
    "first": ("birth_year", "country", "time_zone"),
    "about": ("birth_year", "sex", "weight_kg", "phototype"),
    "place": ("country", "time_zone", "latitude", "emergency", "crisis"),
    "health": ("conditions", "pregnant", "breast_feeding", "drives"),
    "medicines": ("medicines",),
    "pain": ("pain_source", "pain_kind", "primary_outcome"),
}
"""The parts of the page and the fields of `Person` in each."""
PARTS["all"] = tuple(dict.fromkeys(key for part in PARTS.values() for key in part))

_NUMBERS = ("birth_year", "weight_kg", "phototype", "latitude")
_LISTS = ("conditions", "medicines")
_TRUTHS = ("pregnant", "breast_feeding", "drives")
_YES_OR_NO = {"yes": True, "no": False}


def read_part(part: str, typed: QueryDict) -> tuple[dict[str, Any], frozenset[str]]:
    """What one part of the form says, and the fields that hold no number or no answer.

    Parameters
    ----------
    part : a key of `PARTS`. typed: the form. What is empty was not said and is missing in the answer.

    Examples
    --------
    >>> import django.conf
    >>> _ = django.conf.settings.configured or django.conf.settings.configure()
    >>> read_part("about", QueryDict("birth_year=1980&weight_kg=70,5&sex="))
    ({'birth_year': 1980, 'weight_kg': 70.5}, frozenset())
    """
    found: dict[str, Any] = {}
    wrong: set[str] = set()
    for key in PARTS[part]:
        if key == "pain_source":
            if said := typed.getlist(key):
                found[key] = said
            continue
        text = typed.get(key, "").strip()
        if not text:
            continue
        value = _value(key, text)
        if value is None:
            wrong.add(key)
        else:
            found[key] = value
    return found, frozenset(wrong)


def written(person: Person) -> dict[str, object]:
    """What was said so far, as the form shows it: text, empty where nothing was said."""
    shown: dict[str, object] = {}
    for key in {each for part in PARTS.values() for each in part}:
        value = getattr(person, key)
        if key == "pain_source":
            shown[key] = value
        elif isinstance(value, tuple):
            shown[key] = "\n".join(value)
        elif isinstance(value, bool):
            shown[key] = "yes" if value else "no"
        elif isinstance(value, float):
            shown[key] = f"{value:g}"
        else:
            shown[key] = "" if value is None else str(value)
    return shown


def _value(key: str, text: str) -> Any:
    """What was typed into one field; None where it is no answer to it."""
    if key in _NUMBERS:
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            return None
        return int(number) if number.is_integer() else number
    if key in _TRUTHS:
        return _YES_OR_NO.get(text)
    if key in _LISTS:
        return [line.strip() for line in text.splitlines() if line.strip()]
    return text
