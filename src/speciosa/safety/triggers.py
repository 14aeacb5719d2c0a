"""Where each condition that a rule may name is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from speciosa.safety import (
    batches,
    cuts,
    dependence,
    harm,
    liver,
    medicine_signs,
    mood,
    pain,
    pregnancy,
    skin_findings,
    strategies,
    symptoms,
    withdrawal,
)
from speciosa.safety.case import Case
from speciosa.safety.sighting import Sighting

TRIGGERS: Mapping[str, Callable[[Case], Sighting | None]] = {
    "very_drowsy": symptoms.very_drowsy,
    "fever_or_headache": symptoms.fever_or_headache,
    "serotonergic_medicine": medicine_signs.serotonergic_medicine,
    "medicine_change": medicine_signs.medicine_change,
    "high_potency_product": medicine_signs.high_potency_product,
    "liver_values_high": liver.values_high,
    "liver_value_alone": liver.value_alone,
    "liver_weak_sign_after_start": liver.weak_sign_after_start,
    "pregnant": pregnancy.pregnant,
    "breast_feeding": pregnancy.breast_feeding,
    "newborn": pregnancy.newborn,
    "mood_item_nine": mood.item_nine,
    "questionnaire_high": mood.questionnaire_high,
    "doses_frequent": dependence.doses_frequent,
    "doses_rising": dependence.doses_rising,
    "more_for_the_same": dependence.more_for_the_same,
    "early_morning_doses": dependence.early_morning_doses,
    "dose_against_withdrawal": dependence.dose_against_withdrawal,
    "failed_cuts": cuts.failed_cuts,
    "worse_as_exposure_falls": cuts.worse_as_exposure_falls,
    "withdrawal_strong": withdrawal.withdrawal_strong,
    "break_then_old_dose": harm.break_then_old_dose,
    "drives_and_drowsy": harm.drives_and_drowsy,
    "batch_recalled": batches.batch_recalled,
    "skin_grey_blue": skin_findings.grey_blue,
    "skin_darker_all_over": skin_findings.darker_all_over,
    "skin_lasting_change": skin_findings.lasting_change,
    "pain_worse_than_usual": pain.worse_than_usual,
    "interference_rising": pain.interference_rising,
    "sleep_falling": pain.sleep_falling,
    "new_pain_site": pain.new_site,
    "mood_falls_with_pain": pain.mood_falls_with_pain,
    "review_due": strategies.review_due,
    "goal_far": strategies.goal_far,
}
"""By the code in the table of rules; the table's check knows the same codes."""
