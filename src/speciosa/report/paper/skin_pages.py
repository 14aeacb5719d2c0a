"""The series of the skin, place by place: course, numbers, what it could be, and how that could be wrong."""

from __future__ import annotations

from speciosa.report import skin_sentences as says
from speciosa.report.citation import short_citation
from speciosa.report.paper.answers import SKIN_KEY
from speciosa.report.paper.blocks import Block, bullets, facts, heading, item, items, par, picture, section, table
from speciosa.report.paper.drawing import on_paper
from speciosa.report.report import Report
from speciosa.report.skin_panel import Panel
from speciosa.report.skin_pictures import SitePictures, SkinFigure, skin_pictures
from speciosa.report.skin_section import Skin
from speciosa.report.wording import Wording

_MOST_ROWS = 40


def skin_pages(report: Report, words: Wording) -> Block | None:
    """The section; None where the skin was not assessed."""
    skin = report.skin
    if skin is None:
        return None
    cited = {each.key: short_citation(each) for each in report.sources}
    blocks = [par(says.sign_says(words, each, on_paper=True), tone="strong") for each in skin.signs]
    lead = says.lead_says(words) if skin.panels else words.say("We can't say yet: no photo has a colour so far.")
    blocks.append(par(lead, tone="soft"))
    for panel, drawn in zip(skin.panels, skin_pictures(skin, words), strict=True):
        blocks += _site(words, skin, panel, drawn, cited)
    after = says.dechallenge_says(words, skin)
    if after:
        blocks += [heading(words.say("After stopping")), par(*after)]
    blocks.append(par(says.care_says(words, skin), tone="quiet"))
    blocks += _asked(words, skin)
    blocks += [heading(words.say("How this could be wrong")), bullets(says.caveats_say(words, skin))]
    return section(words.say("Skin"), *blocks, key=SKIN_KEY)


def _site(words: Wording, skin: Skin, panel: Panel, drawn: SitePictures, cited: dict[str, str]) -> list[Block | None]:
    name = panel.label
    if panel.course.covered:
        name = f"{name} {words.say('(covered, for comparison)')}"
    blocks = [
        heading(name),
        par(says.state_says(words, panel), tone="strong"),
        par(says.causes_short(words, skin, panel), says.more_says(words, panel), says.tone_says(words, panel)),
    ]
    told = skin.advice.get(panel.course.site)
    if told:
        who = words.say("“{text}”", text=words.say(told.say))
        blocks.append(facts([(words.say("Who"), words.say(told.who)), (words.say("What to say there"), who)]))
    for at, figure in enumerate(drawn.figures):
        blocks += _figure(words, figure, with_key=at == 0)
    causes = [
        item(title, f"{said} ({', '.join(cited[key] for key in sources if key in cited)})" if sources else said)
        for title, said, sources in says.cause_says(words, skin, panel)
    ]
    if causes:
        lead = words.say(
            "None of these is more likely for standing first. Only somebody who looks at you, and asks, can tell them "
            "apart."
        )
        blocks += [par(words.say("What this could be"), tone="strong"), par(lead), items(*causes)]
    return [*blocks, facts(says.facts_of(words, panel))]


def _figure(words: Wording, figure: SkinFigure, *, with_key: bool) -> list[Block | None]:
    signs = [
        words.say("Dots: a session, with its error"), words.say("shaded: your own usual spread"),
        words.say("line: moving average"), words.say("dashed: what it may reach by chance"),
        *([words.say("diamonds: over it")] if figure.over else []),
        *([words.say("dotted, from there: another card, phone or lamp")] if figure.setups else []),
    ]  # fmt: skip
    how = words.say("{parts}.", parts="; ".join(signs)) if with_key else ""
    return [
        picture(figure.title, figure.says, on_paper(figure.wide), key=how),
        table(words, figure.table, most=_MOST_ROWS, narrow=True),
    ]


def _asked(words: Wording, skin: Skin) -> list[Block | None]:
    """What only the person can answer, and photos without a colour."""
    found: list[Block | None] = []
    if skin.asked:
        found += [heading(words.say("What only you can answer")), bullets(says.asked_say(words, skin))]
    if skin.refused:
        counted = [(says.refused_says(words, each)[0], words.say(each.why)) for each in skin.refused]
        found += [heading(words.say("Photos without a colour")), facts(counted)]
    return found
