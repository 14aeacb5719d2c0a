"""Which medicines speak against a trial: by their groups, and wide on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.trial.made import NOW_S, PERSON, daily, said

from speciosa.knowledge import Knowledge
from speciosa.knowledge.vocabulary import MEDICINE_GROUPS
from speciosa.trial import Eligibility, usual_amounts
from speciosa.trial.exclusions import EXCLUSIONS

OF = {
    "opioids_or_sedatives": """morphine oxycodone hydrocodone codeine tramadol tapentadol tilidine fentanyl hydromorphone
        oxymorphone diazepam lorazepam alprazolam clonazepam temazepam oxazepam bromazepam midazolam zolpidem zopiclone
        gabapentin pregabalin lyrica diphenhydramine doxylamine hydroxyzine promethazine buprenorphine suboxone subutex
        methadone levomethadone polamidon naltrexone vivitrol contrave mysimba opioid opioids opiate heroin dihydrocodeine
        pethidine meperidine tilidin targin naloxone benzodiazepine benzodiazepines barbiturate phenobarbital clobazam
        nitrazepam flunitrazepam chlordiazepoxide eszopiclone zaleplon carisoprodol ghb valium xanax ativan klonopin
        ambien oxycontin percocet vicodin tavor morphin codein""",
    "mao_inhibitors": """phenelzine tranylcypromine moclobemide selegiline rasagiline isocarboxazid maoi moclobemid
        parnate nardil linezolid safinamide mao-inhibitor methylene-blue""",
    "narrow_medicines": """quetiapine seroquel tacrolimus prograf advagraf ciclosporin cyclosporine cyclosporin sandimmun
        neoral sirolimus rapamune everolimus certican temsirolimus alfentanil quinidine chinidin pimozide ergotamine
        dihydroergotamine carbamazepine phenytoin warfarin phenprocoumon digoxin theophylline lithium""",
}
HARMLESS = (
    "ibuprofen", "paracetamol", "atorvastatin", "omeprazole", "levothyroxine", "amitriptyline", "magnesium",
    "no tramadol", "beer", "tramadoll", "stardust",
)  # fmt: skip


def refused(path: Path, knowledge: Knowledge, person: str, rows: str = "") -> set[str]:
    diary = said(path, daily() + rows, PERSON + person)
    usual = usual_amounts(diary, knowledge, now_s=NOW_S, offset_min=60)
    found = Eligibility.of(
        diary, knowledge, usual, now_s=NOW_S, answers={}, levels=("usual", "-25%"), clinician_agreed=False
    )
    return {each.code for each in found.refused}


@pytest.mark.parametrize("code", OF)
def test_a_medicine_that_was_ever_excluded_still_is(tmp_path: Path, knowledge: Knowledge, code: str) -> None:
    for name in OF[code].split():
        assert code in refused(tmp_path, knowledge, f'medicines = ["{name} 10 mg"]\n'), name


def test_other_medicines_denied_and_misspelt_ones_refuse_nothing(tmp_path: Path, knowledge: Knowledge) -> None:
    for name in HARMLESS:
        assert refused(tmp_path, knowledge, f'medicines = ["{name}"]\n') == set(), name


def test_a_misspelt_name_refuses_once_the_person_said_what_it_means(tmp_path: Path, knowledge: Knowledge) -> None:
    person = 'medicines = ["Tramadoll 50"]\n[medicine_names]\n"tramadoll  50" = "tramadol"\n'
    assert refused(tmp_path, knowledge, person) == {"opioids_or_sedatives"}


def test_alcohol_under_any_name_counts_by_day_and_not_where_it_was_none(tmp_path: Path, knowledge: Knowledge) -> None:
    def drunk(name: str, amount: int = 200) -> str:
        return "".join(f"2026-02-{day}T20:00+00:00,medicine,{name},{amount},ml,,,,\n" for day in range(10, 26))

    for name in ("Red wine", "Bier", "2 glasses of vodka", "Whiskey"):
        assert refused(tmp_path, knowledge, "", drunk(name)) == {"heavy_alcohol"}, name
    for name in ("alcohol-free beer", "wine vinegar", "water"):
        assert refused(tmp_path, knowledge, "", drunk(name)) == set(), name
    assert refused(tmp_path, knowledge, "", drunk("beer", 0)) == set()


def test_every_group_and_medicine_of_the_table_of_exclusions_is_one_that_is_known(knowledge: Knowledge) -> None:
    for each in EXCLUSIONS:
        assert set(each.groups) <= MEDICINE_GROUPS, each.code
        assert set(each.medicines) <= knowledge.medicines.keys(), each.code
        named_twice = [name for name in each.medicines if not knowledge.groups_of(name).isdisjoint(each.groups)]
        assert named_twice == [], each.code
