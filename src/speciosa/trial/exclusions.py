"""Whom a trial is not offered to, as a table: the reason, the person to talk to, and how the record shows it.

The words of this table are our own choice and await a clinician's review. They are wide on purpose: a
refusal costs a conversation, a trial that should not have been may cost more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DOCTOR, PHARMACIST = "your doctor", "your pharmacist or doctor"
MIDWIFE, CARE = "your midwife or doctor", "the doctor or service that treats you"
WORK = "your occupational doctor, or your doctor"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One reason not to offer a trial.

    Parameters
    ----------
    code : stable word; also the key in an answers file.
    asks : what the person is asked, so that yes means: no trial.
    why : one plain sentence.
    talk_to : whom to turn to.
    conditions : pattern that finds it among the person's conditions; empty for none.
    groups : of medicines that mean it.
    medicines : rows of the medicines table that mean it and are in none of these groups.
    symptoms : symptoms in the record that mean it.
    """

    code: str
    asks: str
    why: str
    talk_to: str
    conditions: str = ""
    groups: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()

    def named_in(self, conditions: tuple[str, ...]) -> bool:
        """Whether one of the person's conditions speaks of it."""
        return bool(self.conditions) and any(re.search(self.conditions, each.lower()) for each in conditions)


EXCLUSIONS = (
    Exclusion(
        "pregnant", "Are you pregnant, or could you be?",
        "In pregnancy a change of the amount can harm the baby and you.", MIDWIFE, r"pregnan|schwanger",
    ),
    Exclusion(
        "breast_feeding", "Are you breast-feeding?",
        "What you take reaches the baby, and so would every change of it.", MIDWIFE,
        r"breast[- ]?feed|lactat|stillend|stillzeit",
    ),
    Exclusion(
        "liver_disease", "Do you have, or did you have, a disease of the liver?",
        "Kratom has harmed livers, and a liver that is ill already clears it differently.", DOCTOR,
        r"\bliver|hepati[ct]|cirrho|\bleber|zirrho|jaundice|gelbsucht",
    ),
    Exclusion(
        "seizures", "Did you ever have a seizure (a fit)?",
        "Seizures turn up in reports about kratom, and changing the amount could bring one on.", DOCTOR,
        r"seizure|epilep|convuls|krampfanf", symptoms=("seizure",),
    ),
    Exclusion(
        "heart_rhythm", "Did you ever have a disorder of your heart's rhythm, or a long QT time?",
        "Kratom can act on the heart's rhythm.", DOCTOR,
        r"arrh?yth?m|dysrhythm|fibrillat|flimmern|long[- ]?qt|\bqtc?\b|tachy[ck]ard|brady[ck]ard|heart block|pacemaker"
        r"|herzschrittm|torsade|rhythmusst",
    ),
    Exclusion(
        "opioids_or_sedatives", "Do you take opioids, sleeping pills, or other medicines that calm or make sleepy?",
        "Together with opioids, sleeping pills and other medicines that calm, kratom can slow the breath, and taking "
        "less of one can change what the other does.",
        CARE, r"opioid|opiate|heroin|opioidabh|benzodiaz|sedative",
        (
            "opioid", "opioid_maintenance", "opioid_antagonist", "benzodiazepine", "z_drug", "barbiturate",
            "gabapentinoid", "sedating_antihistamine",
        ),
        (
            "naloxone", "carisoprodol", "ghb", "sodium oxybate", "meprobamate", "chloral hydrate", "clomethiazole",
            "sedative",
        ),
    ),
    Exclusion(
        "heavy_alcohol", "Do you drink alcohol on most days, or a lot at once?",
        "Alcohol and kratom together are hard on the liver and the breath.", DOCTOR,
        r"alcohol|alkohol",
    ),
    Exclusion(
        "mao_inhibitors", "Do you take an MAO inhibitor (some medicines for mood or Parkinson's)?",
        "With an MAO inhibitor, kratom may overload one of the body's signals.", PHARMACIST, "",
        ("maoi",),
    ),
    Exclusion(
        "narrow_medicines",
        "Do you take a medicine whose blood level is checked, like tacrolimus, ciclosporin or quetiapine?",
        "Kratom changes how the body clears some medicines; with these, a change of the amount can make their level "
        "too high or too low.",
        PHARMACIST, r"transplant", ("cyp3a_substrate_narrow", "quetiapine"),
        (
            "temsirolimus", "carbamazepine", "phenytoin", "warfarin", "phenprocoumon", "acenocoumarol", "digoxin",
            "theophylline", "lithium",
        ),
    ),
    Exclusion(
        "suicidal_thoughts", "Have you thought of ending your life in the last three months?",
        "You should not be alone with such thoughts, and nothing that may make days harder should be tried now.",
        "your emergency number, a crisis line, or somebody you trust who can be with you, now",
        r"suicid|suizid", symptoms=("suicidal_thoughts",),
    ),
    Exclusion(
        "safety_work", "Does somebody's life hang on your attention at work (driving, flying, machines, care)?",
        "On some days of a trial you may be more tired or more restless than usual.", WORK,
    ),
)  # fmt: skip
