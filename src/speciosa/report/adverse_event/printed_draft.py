"""The draft on paper: what is known, what is still open with room to write, where it can go; then for professionals."""

from __future__ import annotations

from typing import Any

from speciosa.knowledge import Act
from speciosa.record import Kind
from speciosa.report.adverse_event.draft import ASK, AdverseEventDraft, Field, questions
from speciosa.report.adverse_event.products import SuspectProduct
from speciosa.report.causality_tables import naranjo_table, who_umc_table
from speciosa.report.printed import with_unit
from speciosa.report.safety_sentences import act_says, help_line_says
from speciosa.report.tables import Table
from speciosa.report.typesetting import typeset
from speciosa.report.wording import Wording, wording

_TEMPLATE = "adverse_event.typ"
_PAPERS = {"a4": "a4", "letter": "us-letter"}
_ONCE = ("action", "dechallenge", "rechallenge")
_OF_BATCH = ("lot", "expiry", "strength", "amount", "how_often", "first_taken", "last_taken")
_NAMED_BY_US = (Kind.SYMPTOM, Kind.RATING)
_IN_A_TABLE = ("medicines", "medicine_dates")
_LONG = ("story",)
_FORMS = {"medwatch": "MedWatch 3500B", "european": "European forms"}


def draft_pdf(draft: AdverseEventDraft, *, paper: str = "a4") -> bytes:
    """The draft as a PDF that reads aloud in order (PDF/UA-1); the same draft gives the same bytes.

    Its language is the report's. What the person wrote stands on it whole, over as many pages as it takes.

    Parameters
    ----------
    paper : ``a4`` or ``letter``.
    """
    return typeset(_TEMPLATE, draft_told(draft, paper=paper))


def draft_told(draft: AdverseEventDraft, *, paper: str = "a4") -> dict[str, Any]:
    """What the template is told: plain words."""
    words = wording(draft.made.language)
    say = words.say
    left = questions(draft)
    return {
        "language": words.language,
        "paper": _PAPERS[paper],
        "title": say("Side-effect report: draft"),
        "about": say(draft.reaction.label) if draft.reaction.kind in _NAMED_BY_US else draft.reaction.label,
        "simulated": say("Example: this person is made up by a computer.") if draft.simulated else "",
        "urgent": _urgent(draft, words),
        "lead": say("What happened to you matters to others, too: offices collect such reports to see what a product "
                    "can do. This is a draft from your own entries. Nothing was sent. Read it, change what is wrong, "
                    "and send it yourself if you want to. It says what you wrote down, not what caused it."),
        "count": words.count("{n} question is still open. It stands below, with room to write.",
                             "{n} questions are still open. They stand below, with room to write.", len(left)),
        "dont_stop": say(draft.dont_stop),
        "sections": [each for each in (
            _part(draft, "problem", say("What happened"), words), *_products(draft, words), _medicines(draft, words),
            _part(draft, "person", say("About you"), words), _part(draft, "reporter", say("Who reports it"), words),
            _notes(draft, words),
        ) if each],
        "open_title": say("Still open"),
        "open": [_question(each, draft, words) for each in left],
        "places_title": say("Where you can send it"),
        "places_lead": say("Nobody has to send one, and you can stop at any point. The office's own form may ask for "
                           "your name and how to reach you; this draft doesn't."),
        "places": [_place(each.name, each.address, each.takes, each.checked, words) for each in draft.places],
        "professional": _professional(draft, words),
        "unprinted_title": say("Characters that this paper can't print"),
        "foot": say("Draft, written down and kept by the person. speciosa is not a medical device; it makes no "
                    "diagnosis and judges no cause."),
        "made": say("As of {moment}; version {version}; fingerprint {fingerprint}",
                    moment=words.moment(draft.made.now_s, draft.made.offset_min), version=draft.made.version,
                    fingerprint=draft.made.fingerprint),
        "page": say("Page"),
    }  # fmt: skip


def _urgent(draft: AdverseEventDraft, words: Wording) -> list[str]:
    """Whom to call, where the person's own answer is about danger; nothing else is said there."""
    if not draft.now:
        return []
    ago = draft.made.today - draft.days[1]
    return [act_says(words, Act.CALL_EMERGENCY, draft.help, ago or None), help_line_says(words, draft.help)]


def _part(draft: AdverseEventDraft, part: str, title: str, words: Wording) -> dict[str, Any] | None:
    rows = [_row(each, words) for each in draft.fields if each.part == part and each.state != ASK and not (
        each.key in _IN_A_TABLE and each.answer is None)]  # fmt: skip
    rows = [each for each in rows if each]
    return {"title": title, "rows": rows, "table": None, "texts": []} if rows else None


def _row(each: Field, words: Wording) -> dict[str, str]:
    """Question, answer, and where it comes from. What the record says stays beside another answer."""
    if each.answer is None:
        return {"asks": each.question, "says": each.record, "from": _origin(each, words), "also": ""}
    also = words.say("The record says: {text}", text=each.record) if each.record else ""
    return {"asks": each.question, "says": each.answer, "from": words.say("in your words"), "also": also}


def _origin(each: Field, words: Wording) -> str:
    if each.ids:
        if each.part != "problem":
            return words.say("from your entries")
        return words.count("from {n} entry", "from {n} entries", len(each.ids))
    return words.say("from your list of products" if each.product else "from what you said about yourself")


def _products(draft: AdverseEventDraft, words: Wording) -> list[dict[str, Any]]:
    """Each product with what is its own; what happened on stopping and starting again stands once, below."""
    answered = [each for each in draft.fields if each.part == "product" and each.state != ASK]
    own = [each for each in answered if each.key not in _ONCE]
    made = [
        {"title": _name(product, at, len(draft.products), words), "table": None, "texts": [],
         "rows": [_row(each, words) for each in own if each.product == at and each.key != "product"]}
        for at, product in enumerate(draft.products, 1)
    ]  # fmt: skip
    if not draft.products and own:
        made.append({"title": words.say("What you took"), "rows": [_row(each, words) for each in own], "table": None,
                     "texts": []})  # fmt: skip
    rows = [_row(each, words) for each in answered if each.key in _ONCE]
    if rows:
        made.append({"title": words.say("After it began"), "rows": rows, "table": None, "texts": []})
    return made


def _name(product: SuspectProduct, at: int, of: int, words: Wording) -> str:
    name = _called(product, words)
    if of == 1:
        return words.say("What you took: {name}", name=name)
    if product.batch:
        return words.say("What you took, {at} of {of}: {name}, batch {batch}", at=at, of=of, name=name,
                         batch=product.batch)  # fmt: skip
    return words.say("What you took, {at} of {of}: {name}", at=at, of=of, name=name)


def _called(product: SuspectProduct, words: Wording) -> str:
    if not product.sealed:
        return product.name
    if product.planned is None:
        return words.say("capsules of a blind trial")
    return words.say("capsules of a blind trial with {product}", product=product.planned.product)


def _medicines(draft: AdverseEventDraft, words: Wording) -> dict[str, Any] | None:
    if not draft.medicines:
        return None
    head = [words.say(each) for each in ("As you wrote it", "Each time", "First entry", "Last entry", "Entries")]
    none = "\u2013"
    rows = [
        [
            each.written, with_unit(words, each.amount, None, each.unit) if each.amount is not None else none,
            none if each.first_day is None else words.table_date(each.first_day),
            none if each.last_day is None else words.table_date(each.last_day),
            words.number(each.entries) if each.entries else words.say("regularly"),
        ]
        for each in draft.medicines
    ]  # fmt: skip
    return {"title": words.say("What else you took"), "rows": [], "texts": [],
            "table": {"head": head, "rows": rows, "caption": "", "wide": 0}}  # fmt: skip


def _notes(draft: AdverseEventDraft, words: Wording) -> dict[str, Any] | None:
    if not draft.notes:
        return None
    texts = [{"lead": words.date(day), "text": text} for day, text in draft.notes]
    return {"title": words.say("Your notes beside these entries"), "rows": [], "table": None, "texts": texts}


def _question(each: Field, draft: AdverseEventDraft, words: Wording) -> dict[str, Any]:
    asks = each.question
    if each.product and len(draft.products) > 1 and each.key not in _ONCE:
        product = draft.products[each.product - 1]
        name = _called(product, words)
        of_batch = words.say("{name}, batch {batch}", name=name, batch=product.batch)
        named = of_batch if product.batch and each.key.partition(".")[0] in _OF_BATCH else name
        asks = words.say("{name}: {question}", name=named, question=asks)
    needed = words.listed([words.say(_FORMS[one]) for one in each.required_by])
    return {"asks": asks, "hint": each.hint, "options": list(each.options), "key": each.key,
            "lines": 6 if each.key in _LONG else 1,
            "needed": words.say("Needed by: {forms}", forms=needed) if needed else ""}  # fmt: skip


def _place(name: str, address: str, takes: str, checked: str, words: Wording) -> dict[str, str]:
    looked = words.say("Looked up on {date}. Addresses change.", date=words.day_said(checked)) if address else ""
    return {"name": words.say(name), "address": address, "takes": words.say(takes), "looked": looked}


def _professional(draft: AdverseEventDraft, words: Wording) -> dict[str, Any]:
    found = draft.causality
    tables = [naranjo_table(words, found), who_umc_table(words, found)] if found else []
    return {
        "title": words.say("For professionals"),
        "lead": words.say("Items of causality scales as far as this record can answer them, with what each answer "
                          "rests on. They are not added up, and no category is given: that is yours to judge.")
        if found else "",
        "tables": [_table(each) for each in tables],
        "gaps_title": words.say("Not in this draft"),
        "gaps": [each.why for each in draft.gaps],
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    """A wide last column: what an answer rests on is a sentence or two."""
    return {"head": list(table.head), "rows": [list(each) for each in table.rows], "caption": table.caption,
            "wide": len(table.head) - 1}  # fmt: skip
