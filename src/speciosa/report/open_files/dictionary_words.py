"""What each column, kind and key of a diary means, for somebody who never saw one.

Only meanings stand here. Types, units, bounds and allowed words come from the tables that the reader itself uses, and
a test holds these keys against those tables.
"""

from __future__ import annotations

COLUMNS = {
    "time": "when it happened, with the local offset from UTC",
    "kind": "what the row is about",
    "name": "what was taken, rated, felt, measured or done; see the kinds",
    "value": "the number or text that belongs to the kind",
    "unit": "of the number; empty: the kind's own unit",
    "reason": "why a dose was taken, as far as the person said",
    "food": "whether there was food in the stomach",
    "precision": "how exactly the time is known; a date alone stands as noon",
    "recorded": "when it was written down",
    "id": "stable name of the entry",
    "supersedes": "id of the entry that this one corrects or takes back; the older row stays in the file",
    "note": "the person's own words beside the entry; never analysed",
}
KINDS = {
    "dose": ("something taken: kratom, a 7-OH product, or another substance", "product, or product#batch"),
    "no_dose": ("none was taken on this local day, which is not the same as a gap", "kratom"),
    "medicine": ("any other medicine that was taken", "the medicine, as the person wrote it"),
    "rating": ("a score from 0 to 10, or on a scale with its own ends", "what is rated"),
    "scale": ("score of a questionnaire, or of one of its items", "questionnaire, or questionnaire.item"),
    "symptom": ("something felt; without a number: it was there", "the symptom"),
    "sleep": ("time asleep, dated by waking up", "night or nap"),
    "activity": ("something done; without a number: it took place", "the activity"),
    "sun": ("time in the sun", "exposure"),
    "lab": ("a laboratory's value", "what was measured; NAME.uln is the laboratory's own upper limit of it"),
    "goal": ("how much of what the person wants back was reached", "the goal"),
    "strategy": ("something tried: its start, its stop or a date of review", "what is tried"),
    "photo": ("a photo of the skin", "body site"),
    "event": ("something that happened or changed; retracted: takes the entry under supersedes back", "the event"),
    "assignment": ("begin of a period of the person's own trial: its number", "arm, or capsule code while masked"),
}
PERSON = {
    "time_zone": "zone in which times without an offset are meant",
    "birth_year": "year of birth",
    "sex": "as the person said it",
    "weight_kg": "body weight",
    "phototype": "skin type by Fitzpatrick, as the person said it",
    "latitude": "of home; north is positive",
    "conditions": "illnesses, in the person's words",
    "medicines": "medicines that are taken all the time, in the person's words",
    "pregnant": "pregnant, or may be",
    "breast_feeding": "breast-feeding",
    "drives": "drives, or works where others depend on their attention",
    "country": "for how to reach help",
    "emergency": "the person's own number for emergencies",
    "crisis": "the person's own number for a crisis",
    "pain_source": "where the pain comes from",
    "pain_kind": "how the pain feels, in the person's words",
    "medicine_names": "a name as the person writes it, and what it means",
    "medicine_answers": "what a medicine that is not known does or is for",
    "primary_outcome": "the rating that matters most",
    "record": "a UUID that stands for this record in a clinic's files, and says nothing of who keeps it",
    "simulated": "this record was made by a computer",
}
PRODUCTS = {
    "product": "name, as doses use it",
    "substance": "what it is",
    "form": "powder, capsule, tea, extract ...",
    "mitragynine_mg_per_g": "strength",
    "hydroxymitragynine_mg_per_g": "strength",
    "unit_weight_g": "weight of one capsule, tablet or serving",
    "batch": "the batch that this row is about; empty: every batch without a row of its own",
    "basis": "where the strength comes from",
}
