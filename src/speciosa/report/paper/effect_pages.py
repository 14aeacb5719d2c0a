"""Does it help: the whole answer with its method, its numbers, and how it could be wrong."""

from __future__ import annotations

from speciosa.report import effect_sentences as help_
from speciosa.report import effect_tables
from speciosa.report.effect_pictures import EffectFigure, effect_pictures
from speciosa.report.effect_section import Effect
from speciosa.report.paper.answers import EFFECT_KEY
from speciosa.report.paper.blocks import Block, bullets, facts, heading, item, items, par, picture, section, table
from speciosa.report.paper.drawing import on_paper
from speciosa.report.report import Report
from speciosa.report.wording import Wording

_MOST_ROWS = 60


def effect_pages(report: Report, words: Wording) -> Block | None:
    """The section; None where the question may not be asked here."""
    effect = report.effect
    if effect.withheld:
        return None
    blocks = [par(help_.question(words, effect), tone="soft"), par(help_.lead_says(words, effect), tone="strong"),
              par(help_.reasons_say(words, effect))]  # fmt: skip
    if effect.difference is not None:
        grade = help_.grade_says(words, effect.posterior.evidence_grade)
        blocks.append(par(f"{grade[:1].upper()}{grade[1:]}.", help_.month_says(words, effect)))
    blocks.append(par(help_.settle_says(words, effect)))
    blocks += _contrasts(effect, words)
    says = (help_.wearing_off_says, help_.rebound_says, help_.withdrawal_says)
    blocks += [par(each(words, effect)) for each in says]
    blocks.append(par(help_.care_says(words, effect), tone="quiet"))
    for figure in effect_pictures(effect, words):
        blocks += _figure(figure, effect, words)
    blocks += _method(effect, words)
    doubts = help_.doubts(words, effect)
    if doubts:
        blocks += [heading(words.say("How this could be wrong")), bullets(doubts)]
    return section(words.say("Does it help?"), *blocks, key=EFFECT_KEY)


def _contrasts(effect: Effect, words: Wording) -> list[Block | None]:
    found: list[Block | None] = []
    if effect.contrasts:
        asked = [
            item(f"{help_.contrast_question(words, each, effect.ended_day)}.",
                 f"{help_.contrast_answer(words, effect, each)} ({help_.grade_says(words, each.grade)})")
            for each in effect.contrasts
        ]  # fmt: skip
        found += [
            heading(_asked_title(effect, words)),
            items(*asked),
        ]
    if effect.unanswered:
        open_ = [
            item(
                "; ".join(help_.contrast_question(words, each, effect.ended_day) for each in asked) + ".",
                words.say("Not assessed. {why}", why=help_.why_not(words, why)),
            )
            for why, asked in effect.unanswered
        ]
        found += [heading(words.say("What the record can't answer yet")), items(*open_)]
    return found


def _asked_title(effect: Effect, words: Wording) -> str:
    if effect.ended_day is None:
        return words.say("Questions of today")
    return words.say("Questions of {date}, the last day of the record", date=words.date(effect.ended_day))


def _figure(figure: EffectFigure, effect: Effect, words: Wording) -> list[Block | None]:
    last = len(figure.panels) - 1
    blocks: list[Block | None] = [heading(figure.title)]
    for at, each in enumerate(figure.panels):
        says, how = (figure.says, _key(words, figure, effect)) if at == last else ("", "")
        title = each.title or figure.title
        blocks.append(
            picture(title if each.title else "", says, on_paper(each.wide), beside=each.beside, key=how)
            | {"alt": f"{title}. {figure.says}"}
        )
    blocks.append(table(words, figure.table, most=_MOST_ROWS, narrow=figure.kind != "response"))
    return blocks


def _key(words: Wording, figure: EffectFigure, effect: Effect) -> str:
    """How to read the signs, in words."""
    if figure.kind == "dots":
        signs = [words.say("Full dots: better with it"), words.say("rings: worse with it"),
                 words.say("dashed: a difference that people notice")]  # fmt: skip
    elif figure.kind == "course":
        signs = [words.say("Line: the middle answer"), words.say("band: nine in ten answers")]
    else:
        signs = [words.say("Line: the middle answer"), words.say("band: 19 in 20 answers")]
        if len(figure.panels) > 1 and effect.harms is not None:
            signs += [words.say("full circles: side effects")] if effect.harms.symptoms else []
            signs += [words.say("open diamonds: withdrawal")] if effect.harms.withdrawals else []
            signs.append(words.say("bars: how unsure the share is"))
    return words.say("{parts}.", parts="; ".join(signs))


def _method(effect: Effect, words: Wording) -> list[Block | None]:
    """How the number was worked out, and how well."""
    if effect.difference is None:
        return []
    return [
        heading(words.say("How we worked this out, in numbers")),
        par(help_.fresh_says(words, effect), help_.others_say(words, effect)),
        table(words, effect_tables.numbers_table(words, effect), fractions=(6, 1, 2, 2)),
        facts(help_.made_facts(words, effect)),
    ]
