"""Sources used, and the words of this paper explained."""

from __future__ import annotations

from speciosa.report.paper.blocks import Block, facts, par, section
from speciosa.report.report import Report
from speciosa.report.wording import Wording

KEY = "sources"


def terms_pages(words: Wording) -> Block:
    """The words of this paper, a line each."""
    say = words.say
    said = [
        (say("NRS"), say("Numeric rating scale: a score from 0 to 10 that the person gives.")),
        (say("PEG"), say("Three questions on pain, enjoyment of life and general activity; the mean of three scores "
                         "from 0 to 10.")),
        (say("Middle, middle half"), say("The median, and the quarter of the numbers on either side of it.")),
        (say("Nine in ten"), say("The range that holds 90 % of the equally likely answers that were worked out.")),
        (say("Observational"), say("From the record alone: a difference that goes with the doses. It may have other "
                                   "reasons.")),
        (say("Randomised"), say("Chance decided what was taken; blind: the person did not know.")),
        (say("Starting fresh"), say("The effect is a mean over 30 days on the usual pattern minus 30 days on none, "
                                    "both begun with none in the body and not used to it.")),
        (say("Basis of strength"), say("How the alkaloids in a product are known: measured in a laboratory, printed on "
                                       "the label, or taken from what leaf usually holds.")),
        (say("Delta E 2000"), say("A measure of how different two colours look; from about 2 on, people see it.")),
        (say("ITA"), say("Individual typology angle: how light a skin is, in degrees; lower is darker.")),
        (say("Now, soon, watch"), say("Call for help, or see or call somebody today; ask for a visit this week; bring "
                                      "it up at the next visit.")),
        (say("Not assessed"), say("Nobody looked at it, or only at a part, for the reason given. It does not mean that "
                                  "all is well.")),
        (say("Fingerprint"), say("A number made of the diary, the tables, the version and the time: the same makes the "
                                 "same paper.")),
    ]  # fmt: skip
    return section(say("Words used here"), facts(said))


def sources_pages(report: Report, words: Wording) -> Block | None:
    """The bibliography of everything that the paper leans on."""
    if not report.sources:
        return None
    lead = words.count("{n} source", "{n} sources", len(report.sources))
    listed: Block = {"kind": "numbered", "items": [each.cited for each in report.sources]}
    return section(words.say("Sources used"), par(f"{lead}."), listed, key=KEY)


def made_pages(report: Report, words: Wording) -> Block:
    """How this was made, so that anybody can make it again."""
    made = report.made
    return section(
        words.say("How this was made"),
        par(words.say(
            "speciosa is not a medical device, and no authority has cleared or approved it. It never advises a dose "
            "and makes no diagnosis. Everything here is your own record, counted and drawn, and what was worked out "
            "from it; no claim is made about what led to what."
        )),
        facts([
            (words.say("As of"), words.moment(made.now_s, made.offset_min)),
            (words.say("speciosa version"), made.version),
            (words.say("Knowledge version"), made.knowledge_version),
            (words.say("Seed"), str(made.seed)),
            (words.say("Fingerprint"), made.fingerprint),
        ]),
    )  # fmt: skip
