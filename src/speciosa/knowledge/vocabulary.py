"""The closed lists that the tables may use: units, urgency, what to do, which way is better."""

from __future__ import annotations

from enum import StrEnum


class Urgency(StrEnum):
    """How soon somebody should look at it."""

    NOW = "now"
    SOON = "soon"
    WATCH = "watch"


class Act(StrEnum):
    """What the person is asked to do about it."""

    CALL_EMERGENCY = "call_emergency"
    TODAY = "today"
    THIS_WEEK = "this_week"
    NEXT_VISIT = "next_visit"


class Better(StrEnum):
    """Which end of a scale is the good one."""

    LOWER = "lower"
    HIGHER = "higher"


ACTS_OF: dict[Urgency, frozenset[Act]] = {
    Urgency.NOW: frozenset({Act.CALL_EMERGENCY, Act.TODAY}),
    Urgency.SOON: frozenset({Act.THIS_WEEK}),
    Urgency.WATCH: frozenset({Act.NEXT_VISIT}),
}
"""Which acts go with an urgency: ``now`` never waits until tomorrow."""

UNITS = frozenset(
    {
        # plain numbers
        "count", "fraction", "%", "ratio", "odds ratio", "fold", "year (calendar)",
        # scales
        "nrs", "points", "steps",
        # amounts, contents, concentrations
        "mg", "g", "kg", "ml", "capsule", "tablet", "tsp", "serving",
        "mg/day", "mg/g", "ug/g", "ng/mL", "ng*h/mL", "nM", "nM*h", "uM", "g/mol",
        # kinetics
        "L", "L/kg", "L/h", "1/h", "1/min", "g/mL",
        # time and rates
        "min", "h", "day", "week", "year", "1/day",
        # light and colour
        "mm", "cm", "cm2", "px", "px/mm", "degree", "Lab", "delta E", "MP", "s", "MB",
        "ln(ratio)", "1/mm", "g/L", "nm", "1/(cm*M)", "mL/(mg*cm)",
    }
)  # fmt: skip
"""Every unit that a table may write. A new one is added here on purpose, never by a typo."""

NAMES_OF_ROWS = {"outcomes": "word", "substances": "product", "body_sites": "site", "medicines": "name"}
"""The column that names a row, where it is not called ``key``."""

SCORINGS = frozenset({"mean", "sum", "as_answered", "count"})
"""How the score of an instrument comes from its items."""

EMBEDDINGS = frozenset({"yes", "with_notice", "own_wording", "no"})
"""Whether an instrument's own text may be shown."""

SUBSTANCES = frozenset({"kratom", "7-hydroxymitragynine"})
"""What a known product is made of."""

FORMS = frozenset({"leaf powder", "capsule", "tea", "extract", "shot", "tablet", "resin", "unknown"})
"""What a known product looks like."""

PK_STATUSES = frozenset({"published", "published_doubtful", "derived", "constant", "retired"})
"""Where a pharmacokinetic figure stands; ``retired`` is kept to be seen and never used."""

PARAMETER_KINDS = frozenset({"calibrated", "fixed", "occasion", "option"})
"""What a parameter of an exposure model is: see `exposure_model.ModelParameter`."""

FINDING_METRICS = frozenset(
    {
        "tmax", "t_half", "ratio", "steady_state", "cmax", "trough", "cmax_accumulation", "auc_accumulation",
        "cmax_power", "auc_power",
    }
)  # fmt: skip
"""What a finding of repeated doses is about; the exposure room knows how to predict each."""

FINDING_USES = frozenset({"check", "prediction"})
"""Published, to hold the model against; or predicted by us, with the published number not yet seen."""

RECEPTOR_QUANTITIES = frozenset({"ki", "efficacy", "unbound", "conversion"})
"""What a row about receptors states; `ki` is the affinity, nM."""

TRIGGERS = frozenset(
    {
        "serotonergic_medicine", "medicine_change", "high_potency_product",
        "very_drowsy",
        "fever_or_headache",
        "liver_values_high",
        "liver_value_alone", "liver_weak_sign_after_start", "pregnant", "breast_feeding", "newborn", "mood_item_nine",
        "doses_frequent", "doses_rising", "more_for_the_same", "early_morning_doses", "dose_against_withdrawal",
        "failed_cuts", "worse_as_exposure_falls", "withdrawal_strong", "break_then_old_dose",
        "drives_and_drowsy", "batch_recalled", "questionnaire_high",
        "skin_grey_blue", "skin_darker_all_over", "skin_lasting_change",
        "pain_worse_than_usual", "interference_rising", "sleep_falling", "new_pain_site", "mood_falls_with_pain",
        "review_due", "goal_far",
    }
)  # fmt: skip
"""Conditions besides symptoms that a safety rule may name; the safety room knows how to see each."""

MEDICINE_GROUPS = frozenset(
    {
        "cyp3a_substrate_narrow", "cyp3a_substrate", "cyp3a_inhibitor_strong", "cyp3a_inhibitor_moderate",
        "cyp3a_inducer_strong", "cyp3a_inducer_moderate", "cyp2d6_substrate", "cyp2c19_substrate", "pgp_substrate",
        "pgp_substrate_narrow",
        "ugt_substrate", "opioid", "opioid_maintenance", "opioid_antagonist", "benzodiazepine", "z_drug", "barbiturate",
        "gabapentinoid", "sedating_antihistamine", "antipsychotic", "muscle_relaxant", "other_sedative",
        "strong_other_sedative", "alcohol",
        "cannabis", "maoi", "serotonergic_strong", "serotonergic", "qt_known", "qt_possible", "liver_toxic",
        "liver_rarely",
        "seizure_threshold", "anticoagulant", "stimulant", "hydroxy_product", "quetiapine", "venlafaxine",
        "leaves_slowly",
    }
)  # fmt: skip
"""Groups of medicines that an interaction may name."""

MEDICINE_KINDS = frozenset({"medicine", "alcohol", "food", "supplement", "recreational", "class"})
"""What another thing that a person takes is; a class is a word like "an opioid"."""

INTERACTION_WITH = frozenset({"kratom", "7-hydroxymitragynine", "both"})
"""What an interaction was found with, or is feared with."""

VERDICTS = frozenset({"supported", "partly supported", "unsupported", "contradicted"})
"""What the evidence says of a claim."""

CAUSALITY_SCALES = frozenset({"naranjo", "rucam_hepatocellular", "rucam_cholestatic"})
"""Published scales whose items are scored."""

SKIN_KINDS = frozenset({"sun_like", "dermal", "diffuse"})
"""Kinds of a change of the skin's colour that another cause may look like; the skin room finds them."""

CARD_SIDES = frozenset({"top", "right", "bottom", "left"})
"""Sides of the card's window."""
