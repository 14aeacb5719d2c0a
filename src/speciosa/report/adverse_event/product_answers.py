"""What the record says to the questions about one suspected product."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from speciosa.record import Reason
from speciosa.report.adverse_event.known import Known, Said
from speciosa.report.adverse_event.products import SuspectProduct
from speciosa.report.printed import half_of, plain, with_unit
from speciosa.report.wording import Wording

_REASONS = {
    Reason.PLANNED: "as planned", Reason.PAIN: "for pain", Reason.MOOD: "for mood",
    Reason.WITHDRAWAL: "so as not to feel ill", Reason.SOCIAL: "with others", Reason.OTHER: "for another reason",
}  # fmt: skip
_BASIS = {"assay": "by a laboratory's test", "label": "by its packet"}


def product_says(key: str, each: SuspectProduct, known: Known) -> Said:
    """What the record says to one field of one product; nothing where it can't say it."""
    return _SAYS[key](each, known) if key in _SAYS else Said()


def _product(each: SuspectProduct, known: Known) -> Said:
    if each.sealed:
        return Said(_capsule(each, known.words), each.ids)
    return Said(each.name, each.ids)


def _capsule(each: SuspectProduct, words: Wording) -> str:
    """What the plan of the trial says of it; how much is in it stays sealed."""
    plan = each.planned
    if plan is None:
        return words.say("a capsule of a blind trial; what is in it is not known yet")
    batch = words.say("{name}, batch {batch}", name=plan.product, batch=plan.batch)
    product = batch if plan.batch else plan.product
    if plan.opened:
        return words.say("{product}, in capsules of a blind trial", product=product)
    return words.say("{product}, in capsules of a blind trial; how much is in each is not known yet", product=product)


def _lot(each: SuspectProduct, known: Known) -> Said:
    if not each.batch:
        return Said()
    return Said(
        each.batch, each.ids[:1], known.words.say("This is your own mark of the batch. The packet may say more.")
    )


def _form(each: SuspectProduct, known: Known) -> Said:
    if each.product and each.product.form:
        return Said(each.product.form)
    row = known.knowledge.substance(each.name)
    return Said(row.form, each.ids[:1]) if row and row.form != "unknown" and not each.sealed else Said()


def _strength(each: SuspectProduct, known: Known) -> Said:
    found, words = each.product, known.words
    if found is None or found.basis not in _BASIS or each.sealed:
        return Said()
    held = [
        words.say("{n} mg/g of {name}", n=plain(words, number), name=name)
        for number, name in (
            (found.mitragynine_mg_per_g, "mitragynine"), (found.hydroxymitragynine_mg_per_g, "7-hydroxymitragynine"),
        ) if number is not None
    ]  # fmt: skip
    return Said(f"{words.listed(held)}, {words.say(_BASIS[found.basis])}") if held else Said()


def _amount(each: SuspectProduct, known: Known) -> Said:
    usual, words = _each_time(each, known.words), known.words
    if each.planned is None:
        return Said(usual, each.ids if usual else ())
    most = words.say("at most {n} g a day by the plan of the trial", n=plain(words, each.planned.most_g))
    return Said(f"{usual}; {most}" if usual else most, each.ids)


def _each_time(each: SuspectProduct, words: Wording) -> str:
    """The middle amount, and the middle half where that is more than one number."""
    if each.amount is None:
        return ""
    usual = with_unit(words, each.amount.median, None, each.unit)
    between = half_of(words, each.amount, None)
    low, high = (plain(words, one) for one in each.amount.half or (0.0, 0.0))
    if low == high:
        return usual
    return words.say("{usual}; half of the doses were {between}", usual=usual, between=between)


def _how_often(each: SuspectProduct, known: Known) -> Said:
    words = known.words
    if each.a_day is None:
        return Said()
    doses = words.count("{n} dose", "{n} doses", each.doses)
    return Said(words.say("{a_day} a day on days with it; {doses} on {days} days in all",
                          a_day=plain(words, each.a_day.median), doses=doses, days=words.number(each.days)),
                each.ids)  # fmt: skip


def _first(each: SuspectProduct, known: Known) -> Said:
    words, day = known.words, known.words.date(each.first_day)
    if known.begins_with_it and each.first_day == min(one.first_day for one in known.products):
        text = "First written down on {day}, when this record begins. You may have taken it before."
        return Said(words.say(text, day=day), each.ids[:1])
    return Said(words.say("First written down on {day}.", day=day), each.ids[:1])


def _last(each: SuspectProduct, known: Known) -> Said:
    words = known.words
    day = words.date(each.last_day)
    if each.stopped_day is not None:
        stopped = words.date(each.stopped_day)
        said = words.say(
            "Last written down on {day}. You wrote on {stopped} that you stopped.", day=day, stopped=stopped
        )
        return Said(said, (*each.ids[-1:], each.stop_id))
    text = (
        "Last written down on {day}; taken until the record ends." if each.going_on else "Last written down on {day}."
    )
    return Said(words.say(text, day=day), each.ids[-1:])


def _taken_for(each: SuspectProduct, known: Known) -> Said:
    return Said(
        known.words.listed([known.words.say(_REASONS[one]) for one in each.reasons if one in _REASONS]), each.ids
    )


def _action(each: SuspectProduct, known: Known) -> Said:
    words = known.words
    last = max(known.products, key=lambda one: one.last_s)
    if last.stopped_day is not None and last.stopped_day >= known.days[0]:
        return Said(words.say("stopped"), (last.stop_id,))
    if known.challenge.stopped:
        return Said(words.say("stopped"), each.ids[-1:])
    if each.last_day > known.days[0]:
        day = words.date(known.days[0])
        return Said(
            words.say("Went on taking it after {day}; whether more or less, you can add.", day=day), each.ids[-1:]
        )
    return Said()


def _dechallenge(each: SuspectProduct, known: Known) -> Said:
    del each
    found = known.challenge
    return Said(found.says, found.ids) if found.says else Said(hint=_not_there(known))


def _rechallenge(each: SuspectProduct, known: Known) -> Said:
    del each
    found = known.challenge
    return Said(found.back_says, found.back_ids) if found.back_says else Said(hint=_not_there(known))


def _not_there(known: Known) -> str:
    return known.withheld or known.words.say("This is not in the record.")


_SAYS: Mapping[str, Callable[[SuspectProduct, Known], Said]] = {
    "product": _product, "lot": _lot, "form": _form, "strength": _strength, "amount": _amount, "how_often": _how_often,
    "first_taken": _first, "last_taken": _last, "taken_for": _taken_for, "action": _action,
    "dechallenge": _dechallenge, "rechallenge": _rechallenge,
}  # fmt: skip
