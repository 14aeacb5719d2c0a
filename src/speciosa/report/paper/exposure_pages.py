"""How much is in the blood: the curves, their numbers, the model and what it rests on."""

from __future__ import annotations

from speciosa.report import exposure_sentences as blood
from speciosa.report.citation import short_citation
from speciosa.report.exposure_pictures import ExposurePictures, exposure_pictures
from speciosa.report.exposure_section import Exposure
from speciosa.report.paper.blocks import Block, bullets, heading, par, picture, section, table
from speciosa.report.paper.drawing import on_paper
from speciosa.report.report import Report
from speciosa.report.wording import Wording

KEY = "exposure"


def exposure_pages(report: Report, words: Wording) -> Block | None:
    """The section; None where exposure was not assessed."""
    found = report.exposure
    if found is None:
        return None
    drawn = exposure_pictures(found, words)
    blocks: list[Block | None] = [par(blood.lead_says(words, found))]
    for figure in drawn:
        blocks += _figure(figure, found, words)
    if not drawn:
        blocks.append(par(words.say("There is nothing to draw here.")))
    blocks += [heading(words.say("What this rests on")), bullets(_rests_on(report, found, words))]
    if found.gaps:
        blocks += [heading(words.say("What is missing here")), bullets([words.say(each.why) for each in found.gaps])]
    return section(words.say("How much is in the blood"), *blocks, key=KEY)


def _figure(figure: ExposurePictures, found: Exposure, words: Wording) -> list[Block | None]:
    last = len(figure.panels) - 1
    blocks: list[Block | None] = [heading(figure.title)]
    for at, each in enumerate(figure.panels):
        says, how = (figure.says, _key(words, found, own=figure.own)) if at == last else ("", "")
        alt = {"alt": f"{figure.title}. {each.title}, {each.beside}. {figure.says}"}
        blocks.append(picture(each.title, says, on_paper(each.wide), beside=each.beside, key=how) | alt)
    if not figure.own:
        named = [
            words.say("{analyte}, {value}", analyte=blood.short_name(words, each.analyte), value=value)
            for each in found.drawn
            if (value := blood.highest_says(words, found, each))
        ]
        blocks += [bullets(named), par(blood.no_line_says(words), tone="soft")]
    blocks.append(table(words, figure.table, narrow=True))
    return blocks


def _key(words: Wording, found: Exposure, *, own: bool) -> str:
    """How to read the signs, in words: on paper nobody can point."""
    signs = [
        words.say("Line: the middle answer"), words.say("dark band: half of all likely answers"),
        words.say("light band: nine in ten"),
    ]  # fmt: skip
    if own:
        signs.append(words.say("dashed: your own average"))
    if len(found.dose_wall_s):
        signs.append(words.say("ticks: a dose"))
    return words.say("{parts}.", parts="; ".join(signs))


def _rests_on(report: Report, found: Exposure, words: Wording) -> list[str]:
    cited = {each.key: short_citation(each) for each in report.sources}

    def with_sources(text: str, keys: tuple[str, ...]) -> str:
        named = ", ".join(cited[key] for key in keys if key in cited)
        return words.say("{text} ({named})", text=text, named=named) if named else text

    return [
        blood.basis_says(words, found),
        with_sources(blood.bodies_say(words), found.general_sources),
        words.say(
            "Model: uptake from the gut, two compartments for mitragynine, one for the 7-hydroxymitragynine made from "
            "it. It is worked out for many equally likely bodies and strengths; the bands are where they lie."
        ),
        *(with_sources(words.say(each.says), each.sources) for each in found.shifts),
    ]
