"""What is in a file that leaves and what is not, in words: the parts that stay, what it lacks, and how many of what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from speciosa.report import Wording
from speciosa.web.leaving import OFF, parts
from speciosa.web.leaving_forms import DIARY, FHIR, PAGE, TABLES

_NOT_WRITTEN = frozenset({"effect", "findings"})
"""Parts that were worked out, and of which tables of entries hold nothing."""


def absent(ticked: Collection[str], form: str) -> frozenset[str]:
    """Parts that a file of this form never holds.

    Examples
    --------
    >>> from speciosa.web.leaving import PARTS
    >>> sorted(absent(PARTS, "paper")), sorted(absent(PARTS, "page")), sorted(absent(PARTS, "diary"))
    (['notes', 'photos'], ['notes'], [])
    >>> sorted(absent(PARTS, "fhir")), sorted(absent(PARTS, "tables"))
    ([], ['effect', 'findings', 'photos'])
    """
    if form in {DIARY, FHIR}:
        return frozenset()
    if form == TABLES:
        return _NOT_WRITTEN | {"photos"}
    return OFF - ({"photos"} if form == PAGE and {"photos", "skin"} <= set(ticked) else set())


def staying(words: Wording, ticked: Collection[str], form: str) -> list[str]:
    """The names of the parts that are not in the file, ticked or not.

    Parameters
    ----------
    form : of `leaving_forms.FORMS`.
    """
    return [each.title for each in parts(words, young=False) if each.key not in set(ticked) - absent(ticked, form)]


def explained(words: Wording, ticked: Collection[str], form: str) -> list[str]:
    """What to know of the ticked parts in a file of this form."""
    said, gone = [], absent(ticked, form) & set(ticked)
    names = [each.title for each in parts(words, young=False) if each.key in gone & OFF]
    if names and form == TABLES:
        said.append(words.say("Ticked, and not in this file: {parts}.", parts=words.listed(names)))
    elif names:
        text = "Ticked, and not in this file: {parts}. The diary folder and the file for a clinic can hold them."
        said.append(words.say(text, parts=words.listed(names)))
    if form == TABLES and gone & _NOT_WRITTEN:
        said.append(words.say("These tables hold what you wrote down, and nothing that was worked out from it."))
    if form == PAGE and "photos" in ticked and not gone & {"photos"}:
        said.append(words.say("Of your photos, small pictures of the skin in the card's window are on the page."))
    if form == FHIR:
        said += _of_fhir(words, ticked)
    return said


def tallied(words: Wording, tally: Mapping[str, int]) -> str:
    """How many of what is in it, in one line; empty where nobody counted.

    Parameters
    ----------
    tally : keys of `_COUNTED` to how many.

    Examples
    --------
    >>> from speciosa.report import wording
    >>> tallied(wording("en"), {"doses": 1200, "scores": 1})
    '1,200 doses and 1 score'
    """
    said = [count(words, tally[key]) for key, count in _COUNTED.items() if tally.get(key)]
    return words.listed(said) if said else ""


def _of_fhir(words: Wording, ticked: Collection[str]) -> list[str]:
    said = [words.say("Your name is not in it, nor a date of birth. Whoever takes the file in needs you beside them to "
                      "match it to you.")]  # fmt: skip
    if "you" in ticked:
        said.append(words.say("Of “About you” only your sex is in it, if you said it."))
    if "photos" in ticked:
        said.append(words.say("The photos are in it whole: each with its place on your body and its time."))
    said.append(words.say("Sent to the same system once more, it updates what is there."))
    return said


_COUNTED: Mapping[str, Callable[[Wording, int], str]] = {
    "entries": lambda words, n: words.count("{n} entry in all", "{n} entries in all", n),
    "doses": lambda words, n: words.count("{n} dose", "{n} doses", n),
    "without": lambda words, n: words.count("{n} dose without an amount", "{n} doses without an amount", n),
    "taken": lambda words, n: words.count("{n} other thing taken", "{n} other things taken", n),
    "medicines": lambda words, n: words.count("{n} line on what you take", "{n} lines on what you take", n),
    "scores": lambda words, n: words.count("{n} score", "{n} scores", n),
    "observations": lambda words, n: words.count("{n} other value", "{n} other values", n),
    "levels": lambda words, n: words.count("{n} score or blood level", "{n} scores and blood levels", n),
    "questionnaires": lambda words, n: words.count("{n} questionnaire", "{n} questionnaires", n),
    "findings": lambda words, n: words.count("{n} thing to watch", "{n} things to watch", n),
    "side_effects": lambda words, n: words.count("{n} side effect", "{n} side effects", n),
    "photos": lambda words, n: words.count("{n} photo", "{n} photos", n),
}
