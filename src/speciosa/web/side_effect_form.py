"""The questions of a side-effect report as a form: what a form needs first on top, what the record says folded away.

An answer is kept under the question's key; of a product that has its own, the product stands beside it, so that a
batch more in the record gives no answer to another one. An answer of several words to tick is kept in the words of the
table, whatever language the page has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict

from speciosa.knowledge import load_knowledge
from speciosa.report import Wording
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.report.adverse_event import AdverseEventDraft
    from speciosa.report.adverse_event.draft import Field

LONGEST = 40_000
"""Characters of one answer: a long story has a tenth of it."""
_MOST = 300
_BEFORE = "a."
_OF, _BATCH = "@", "#"
_SEVERAL = frozenset({"serious"})
_NONE = "none of these"
_LONG = frozenset({"story"})
_ONCE = "once"
_BY_PRODUCT = "product"
_FORMS = {"medwatch": "MedWatch 3500B", "european": "European forms"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the page.

    `name`: of the field. `asks`, `hint`, `needed`: in words; the last two may be empty. `form`: ``one``, ``several`` or
    ``text``. `options`: value, label, whether it is chosen. `said`: the person's own words. `record`: what the record
    says; empty where it says nothing. `entries`: how many entries are behind that, `first`: the first one's id.
    `rows`: of the box.
    """

    name: str
    asks: str
    hint: str
    needed: str
    form: str
    options: tuple[tuple[str, str, bool], ...]
    said: str
    record: str
    entries: int
    first: str
    rows: int


@dataclass(frozen=True, slots=True)
class Questions:
    """All of them: what a form needs first and the record does not say; the rest of that; what the record says.

    `open`: how many of the first two have no answer yet. `homeless`: answers about a product that is in the record no
    more.
    """

    needed: tuple[Question, ...]
    more: tuple[Question, ...]
    known: tuple[Question, ...]
    open: int
    homeless: tuple[str, ...]


def questions_of(draft: AdverseEventDraft, kept: Mapping[str, str], words: Wording) -> Questions:
    """The form of a draft.

    Parameters
    ----------
    draft : with the answers in it.
    kept : the answers as they are kept.
    """
    made = [(each, _question(each, draft, kept, words)) for each in draft.fields]
    asked = [(field, each) for field, each in made if not field.record]
    here = {each.name.removeprefix(_BEFORE) for _, each in made}
    return Questions(
        tuple(each for field, each in asked if _is_first(field)),
        tuple(each for field, each in asked if not _is_first(field)),
        tuple(each for field, each in made if field.record),
        sum(field.answer is None for field, _ in asked),
        tuple(text for key, text in kept.items() if key not in here),
    )


def answered(said: QueryDict) -> dict[str, str]:
    """What a form says to which question; an empty text takes an answer back.

    Raises
    ------
    EntryError : a question that there is not, or an answer that is too long.
    """
    found: dict[str, str] = {}
    for name in list(said)[:_MOST]:
        if not name.startswith(_BEFORE):
            continue
        key = name.removeprefix(_BEFORE)
        if _base(key) not in load_knowledge().report_fields:
            raise EntryError("this page asked something that is not asked any more", todo="load it again")
        several = [each for each in said.getlist(name) if each.strip()]
        if len(several) > 1:
            several = [each for each in several if each != _NONE]
        text = "; ".join(several).replace("\r\n", "\n")
        if len(text) > LONGEST:
            raise EntryError(
                "this answer is longer than a report can hold", todo="shorten it; what stood there before is kept"
            )
        found[key] = text
    return found


def joined(kept: Mapping[str, str], news: Mapping[str, str]) -> dict[str, str]:
    """The answers after a form was sent: what it asked is as it says, anything else stays."""
    return {key: text for key, text in {**kept, **news}.items() if text}


def as_asked(draft: AdverseEventDraft, kept: Mapping[str, str], words: Wording) -> dict[str, str]:
    """The kept answers by the draft's own keys and in the language of the page; without what has no place in it.

    Parameters
    ----------
    draft : any draft about the same thing: its products are what counts.
    """
    rows = load_knowledge().report_fields
    numbers = {_product(draft, at): at for at in range(len(draft.products), 0, -1)}
    found = {}
    for key, text in kept.items():
        base, _, product = key.partition(_OF)
        alone = not draft.products or base not in rows or rows[base].part != _BY_PRODUCT or _is_once(base)
        number = numbers.get(product, 0) if product else int(alone)
        if base in rows and number:
            offered = set(rows[base].options)
            parts = text.split("; ")
            shown = "; ".join(words.say(each) for each in parts) if set(parts) <= offered else text
            found[base if number == 1 else f"{base}.{number}"] = shown
    return found


def _question(each: Field, draft: AdverseEventDraft, kept: Mapping[str, str], words: Wording) -> Question:
    key = _kept_key(each, draft)
    said = kept.get(key, "")
    form = "text" if not each.options else "several" if each.key in _SEVERAL else "one"
    parts = said.split("; ") if form == "several" else [said]
    options = [(word, label, word in parts) for word, label in zip(each.words, each.options, strict=True)]
    odd = bool(said and options) and not set(parts) <= set(each.words)
    if odd:  # given elsewhere, in other words
        options.append((said, said, True))
    needed = words.listed([words.say(_FORMS[one]) for one in each.required_by])
    return Question(
        _BEFORE + key, _asks(each, draft, words), each.hint,
        words.say("Needed by: {forms}", forms=needed) if needed else "", form, tuple(options), said, each.record,
        len(each.ids), each.ids[0] if each.ids else "", 8 if each.key in _LONG else 2,
    )  # fmt: skip


def _is_first(each: Field) -> bool:
    """Whether a form needs it, or it is the story in the person's own words, which every office reads first."""
    return bool(each.required_by) or each.key in _LONG


def _asks(each: Field, draft: AdverseEventDraft, words: Wording) -> str:
    """The question; with the product where there are several."""
    if not each.product or len(draft.products) < 2 or _is_once(each.key):
        return each.question
    product = draft.products[each.product - 1]
    name = words.say("capsules of a blind trial") if product.sealed else product.name
    if product.batch:
        name = words.say("{name}, batch {batch}", name=name, batch=product.batch)
    return words.say("{name}: {question}", name=name, question=each.question)


def _kept_key(each: Field, draft: AdverseEventDraft) -> str:
    base = _base(each.key)
    if each.part != _BY_PRODUCT or not draft.products or _is_once(base):
        return base
    return f"{base}{_OF}{_product(draft, each.product)}"


def _product(draft: AdverseEventDraft, number: int) -> str:
    product = draft.products[number - 1]
    return f"{product.name}{_BATCH}{product.batch}"


def _is_once(key: str) -> bool:
    return load_knowledge().report_fields[_base(key)].applies == _ONCE


def _base(key: str) -> str:
    return key.partition(_OF)[0].partition(".")[0]
