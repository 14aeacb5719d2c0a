"""A study report as one value: its sections, and how it was made."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge import Knowledge
from speciosa.report.report import Made
from speciosa.report.wording import Wording, wording
from speciosa.study.pooled import Less, StudyAnswers
from speciosa.study.report import back_sections, effect_sections, exposure_sections, first_sections
from speciosa.study.report.blocks import Section
from speciosa.study.report.sentences import less_says, mean_says
from speciosa.values.gaps import NotAssessed


@dataclass(frozen=True, slots=True)
class StudyReport:
    """What page and paper are made of.

    Parameters
    ----------
    title : of the study.
    lead : the mean effect in one sentence, or what less does where that alone was answered.
    notice : who may see this: given out, or for the study's own statistician.
    sections : in order; the first two fit the first page of the paper.
    made : with which versions, from which rows, as of when.
    """

    title: str
    lead: str
    notice: str
    sections: tuple[Section, ...]
    made: Made


def study_report(answers: StudyAnswers, knowledge: Knowledge, made: Made, *, title: str = "") -> StudyReport:
    """The report of a study's answers. In English only: who reads it is a professional.

    Parameters
    ----------
    title : of the study, in its own words; without one it is called what it is.
    """
    words = wording("en")
    sure = knowledge.choice("trial_not_worse_prob")
    parts = [
        first_sections.asked(words, answers, sure=sure), effect_sections.answer(words, answers, sure=sure),
        first_sections.took_part(words, answers), effect_sections.levels(words, answers),
        effect_sections.people(words, answers), exposure_sections.side_effects(words, answers),
        exposure_sections.skin(words, answers), back_sections.doubts(words, answers),
        back_sections.gaps(words, answers), back_sections.methods(words, answers, knowledge),
    ]  # fmt: skip
    kept = [each for each in parts if each is not None]
    kept += [back_sections.items(words, {each.key: each.title for each in kept}), back_sections.sources(words)]
    return StudyReport(
        title or _title(words, answers), _lead(words, answers, sure=sure), _notice(words, answers), tuple(kept), made
    )


def _lead(words: Wording, answers: StudyAnswers, *, sure: float) -> str:
    """The mean effect; where trials compared amounts alone, what they tell."""
    if isinstance(answers.effect, NotAssessed) and isinstance(answers.less, Less):
        return less_says(words, answers.less, sure=sure)
    return mean_says(words, answers, answers.effect)


def _title(words: Wording, answers: StudyAnswers) -> str:
    label = words.within(words.say(answers.outcome.label))
    return words.say("Kratom and {label}: a series of N-of-1 trials and records", label=label)


def _notice(words: Wording, answers: StudyAnswers) -> str:
    if answers.released:
        return words.say("May be given out: counts below {n} are hidden.", n=answers.limit.cell)
    return words.say("For the study's own statistician only: nothing is hidden, so it must not be given out.")
