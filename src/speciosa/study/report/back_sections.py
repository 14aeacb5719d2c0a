"""How it could be wrong, what was not assessed, how it was worked out, and where each item of CENT 2015 is."""

from __future__ import annotations

from speciosa.effect.pooling.pooled import Basis
from speciosa.knowledge import Knowledge
from speciosa.report.tables import Table
from speciosa.report.wording import Wording
from speciosa.study.pooled import Answered, Less, Slope, StudyAnswers
from speciosa.study.report.blocks import Bullets, Numbers, Par, Section
from speciosa.study.report.checklist import ITEMS
from speciosa.values.gaps import NotAssessed

_NAMES = {
    "effect": "The mean effect", "one_step_less": "A quarter less", "spread": "How people differ",
    "trait_exposure": "The effect and exposure", "skin": "Skin",
    "dose_levels": "Smaller amounts", "pool": "The mean effect",
}  # fmt: skip
_PRIORS = (
    "pool_mean_sd_nrs", "pool_between_sd_scale_nrs", "pool_bias_sd_nrs", "pool_bias_spread_scale_nrs",
    "pool_k_hat_most", "trial_margin_nrs", "trial_not_worse_prob", "effect_notice", "study_cell_least",
    "study_release_people_least",
    "study_side_effect_mean_sd", "study_side_effect_spread_scale", "study_trait_slope_sd_nrs", "study_skin_slope_sd",
    "study_skin_start_sd", "study_skin_spread_scale", "study_stray_share", "study_stray_times", "study_holm_level",
)  # fmt: skip
_SOURCES = (
    "Vohra and others. CENT 2015: Statement. BMJ 2015; 350: h1738. doi:10.1136/bmj.h1738",
    "Shamseer and others. CENT 2015: Explanation and elaboration. BMJ 2015; 350: h1793. doi:10.1136/bmj.h1793",
    "Lunn and others 2013: people's posteriors reweighted to a population (the mean effect).",
    "Vehtari and others 2024: k-hat, how far weights can be trusted.",
    "Higgins and Thompson 2002: the typical variance, and the share that is chance.",
    "Holm 1979: correction for many symptoms.",
)  # fmt: skip


def doubts(words: Wording, answers: StudyAnswers) -> Section:
    """How this could be wrong; never folded away."""
    say, effect = words.say, answers.effect
    said = []
    if isinstance(effect, Answered) and effect.pooled.basis is not Basis.RANDOMISED:
        said.append(
            "Diaries alone don't tell what led to what: people dose when they hurt, and what was not written down can "
            "turn an answer round. The interval allows for as much of that as was assumed, and no more."
        )
    said += [
        "People who keep a diary for a study are not like all who take kratom.",
        "Who stopped early may have stopped because it did not help, or did harm.",
        "Everybody here takes it already. Nothing here says what it would do for somebody who does not.",
        "Whether people in a masked trial knew what they took shows in their guesses; these rows don't carry them.",
        "Exposure is worked out from what was written down, mostly without a blood level; intervals allow for it.",
        "A small difference over many people can be clear and still be too small for anybody to notice.",
    ]
    return Section("doubts", say("How this could be wrong"), (Bullets(tuple(say(each) for each in said)),))


def gaps(words: Wording, answers: StudyAnswers) -> Section:
    """What was not assessed, and why."""
    say = words.say
    text = "Nobody looked at these, or only at a part. That nothing is said about them doesn't mean that all is well."
    rows = [_gap(words, each) for each in answers.not_assessed]
    rows += [
        say("Traits of people other than exposure, such as age or sex: rows of a study don't carry them."),
        say("What happens over people after stopping: no trial here takes anybody to none."),
        say("Harm that nobody wrote down, and harm that comes late."),
    ]
    return Section("gaps", say("Not assessed"), (Par(say(text)), Bullets(tuple(rows))))


def methods(words: Wording, answers: StudyAnswers, knowledge: Knowledge) -> Section:
    """How each number was made, whether its own checks hold, and what was assumed."""
    say = words.say
    said = (
        "Two stages: first each person's own record gives a posterior with its prior.",
        "Then people: true effects are normal; each one's likelihood is the posterior divided by that very prior.",
        "Where nobody randomised, a bias common to all such people, and one of each, is added.",
        "Whoever lies so far out that it would come by chance less than once in ten thousand is set aside and counted.",
        "Lines against exposure, and symptoms: people's numbers with their own errors around a line.",
        "One in twenty may lie far off such a line, so that a few move nothing. Errors of exposure widen the interval.",
        "Intervals hold 19 of 20 equally likely answers.",
    )
    head = (say("Number"), say("How"), say("k-hat"), say("Effective draws"))
    checks = Table(
        say("Checks: k-hat above 0.7 would mean that no number is given"), head, tuple(_checks(words, answers))
    )
    chosen = [knowledge.choices[key] for key in _PRIORS]
    assumed = tuple(
        (say(each.why), f"{words.number(float(each.value), 4)} {_unit(each.unit)}".strip()) for each in chosen
    )
    table = Table(
        say("Choices of ours, fixed before anybody's numbers were seen"),
        (say("What was assumed"), say("Value")),
        assumed,
    )
    return Section(
        "methods", say("How it was worked out"),
        (Bullets(tuple(say(each) for each in said)), Numbers(checks, fractions=(2, 1.4, 0.8, 1.2)),
         Numbers(table, fractions=(4, 1.2))),
    )  # fmt: skip


def items(words: Wording, titles: dict[str, str]) -> Section:
    """CENT 2015 item by item: where it is answered, or that these data do not hold it."""
    say = words.say
    rows = tuple(
        (number, say(topic), titles[where] if where in titles else say(where)) for number, topic, where in ITEMS
    )
    lead = (
        "The items of CONSORT 2010 as CENT 2015 extends them to a series of N-of-1 trials. What is not in these data, "
        "the protocol and whoever runs the study have to say."
    )
    table = Table(say("Items of CENT 2015"), (say("Item"), say("What"), say("Where")), rows)
    return Section(
        "items",
        say("Where each item of CENT 2015 is"),
        (Par(say(lead)), Numbers(table, wordy=True, fractions=(0.5, 2.5, 2))),
    )


def sources(words: Wording) -> Section:
    """What this leans on."""
    return Section("sources", words.say("Sources used"), (Bullets(tuple(words.say(each) for each in _SOURCES)),))


def _gap(words: Wording, gap: NotAssessed) -> str:
    name = (
        "Side effects"
        if gap.code.startswith("side_effect")
        else _NAMES.get(gap.code, gap.code.replace("_", " ").capitalize())
    )
    return words.say("{what}: {why}", what=words.say(name), why=words.say(gap.why))


def _checks(words: Wording, answers: StudyAnswers) -> list[tuple[str, ...]]:
    say = words.say
    pools = [("The mean effect", answers.effect), ("Randomised people alone", answers.randomised)]
    pools += [("A quarter less", answers.less.answered if isinstance(answers.less, Less) else None)]
    pools += [(f"At {dose:g} of the usual amount", each) for dose, each in answers.levels]
    rows = [
        (say(name), found.pooled.method, found.pooled.k_hat, found.pooled.ess)
        for name, found in pools
        if isinstance(found, Answered)
    ]
    lines = [(each.label, each.line) for each in answers.side_effects]
    slopes = (("The effect and exposure", answers.trait), ("Skin", answers.skin))
    lines += [(name, found.line) for name, found in slopes if isinstance(found, Slope)]
    rows += [(say(name), line.method, line.k_hat, line.ess) for name, line in lines]
    return [(name, method, words.number(max(k_hat, 0.0), 2), words.number(ess)) for name, method, k_hat, ess in rows]


def _unit(unit: str) -> str:
    return {"nrs": "points", "count": "", "fraction": "", "ratio": ""}.get(unit, unit)
