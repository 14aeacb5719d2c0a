"""The two answers of page 1: does it help, and what do the photos of the skin show."""

from __future__ import annotations

from dataclasses import replace

from speciosa.report import effect_sentences, skin_sentences
from speciosa.report.paper.blocks import Block, brief, elsewhere, item, items, par, section
from speciosa.report.paper.room import Room
from speciosa.report.report import Report
from speciosa.report.skin_numbers import spread_says
from speciosa.report.skin_panel import Panel
from speciosa.report.wording import Wording

_ASKED_FIRST = ("one_step_less", "acute_now", "stopping_days_1_14", "stopping_days_15_60", "settled")
"""What somebody who takes it today asks, in this order: of less, of a dose, of stopping."""
EFFECT_KEY, SKIN_KEY, TRIAL_KEY = "effect", "skin", "trial"


def effect_first(report: Report, words: Wording, room: Room) -> Block | None:
    """What the record can answer of today, then the answer as if starting fresh, each with its kind of evidence."""
    effect = report.effect
    if effect.withheld:
        return None
    title, says = words.say("Does it help?"), effect_sentences.lead_says(words, effect)
    below = (
        elsewhere(words.say("Trial record"), TRIAL_KEY) if report.trials else None,
        elsewhere(words.say("How this was worked out, and how it could be wrong"), EFFECT_KEY),
    )
    if effect.difference is None:
        return section(
            title,
            items(*_answered(report, words, room)),
            par(says),
            par(brief(effect_sentences.reasons_say(words, effect), 2 * room.text), tone="soft"),
            *below,
        )
    grade = effect_sentences.grade_says(words, effect.posterior.evidence_grade)
    fresh = f"{says.rstrip('.')} ({grade})."
    if effect.is_kratom:
        fresh = words.say("As if starting fresh: {answer}", answer=fresh)
    month = par(effect_sentences.month_says(words, effect), tone="soft")
    return section(title, items(*_answered(report, words, room)), par(fresh), month, *below)


def _answered(report: Report, words: Wording, room: Room) -> list[Block]:
    """Contrasts with an answer, with its kind of evidence; what chance decided goes before what a record tells."""
    found = sorted(report.effect.contrasts, key=lambda each: (not each.grade.randomised, _place(each.name)))
    shown = tuple(found[: room.contrasts])
    effect = replace(report.effect, contrasts=shown)  # its warning of the old dose stands with the first cut shown
    return [
        item(
            f"{effect_sentences.contrast_question(words, each, effect.ended_day)}.",
            f"{effect_sentences.contrast_answer(words, effect, each)} "
            f"({effect_sentences.grade_says(words, each.grade)})",
        )
        for each in shown
    ]


def _place(name: str) -> int:
    return _ASKED_FIRST.index(name) if name in _ASKED_FIRST else len(_ASKED_FIRST)


def skin_first(report: Report, words: Wording, room: Room) -> Block | None:
    """For each place what can be said of it, its first and latest photos, and the change between them."""
    skin = report.skin
    if skin is None:
        return None
    said = [item(each.label, f"{skin_sentences.state_says(words, each)} {_then_and_now(words, each)}")
            for each in skin.panels[: room.places]]  # fmt: skip
    more = len(skin.panels) - room.places
    rest = words.count("and {n} more place", "and {n} more places", more) if more > 0 else ""
    none = "" if said else words.say("We can't say yet: no photo has a colour so far.")
    signs = [skin_sentences.sign_says(words, each, on_paper=True) for each in skin.signs]
    told = rest or (words.say("The course") if said else "")
    return section(
        words.say("Skin"), *(par(each, tone="strong") for each in signs), par(none), items(*said),
        elsewhere(told, SKIN_KEY),
    )  # fmt: skip


def _then_and_now(words: Wording, panel: Panel) -> str:
    """``First photos 1 Mar 2026, latest 9 Aug 2026: colour difference about 3.4 (2.6 to 4.2), delta E 2000.``"""
    first, last = words.table_date(panel.days[0]), words.table_date(panel.days[-1])
    if len(panel.days) == 1:
        return words.say("One session so far, {date}.", date=first)
    change = panel.course.delta_e_00
    if change is None:
        return words.say("First photos {first}, latest {last}.", first=first, last=last)
    return words.say(
        "First photos {first}, latest {last}: colour difference {change}, in delta E 2000.",
        first=first, last=last, change=spread_says(words, change),
    )  # fmt: skip
