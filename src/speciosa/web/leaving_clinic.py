"""Files for others' systems: a FHIR bundle for a clinic, and tables with a data dictionary for researchers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from speciosa.record import Kind
from speciosa.web.leaving_forms import Ready, Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary
    from speciosa.report import Report

_TAKEN = "MedicationAdministration"
_TALLIED = {
    "MedicationStatement": "medicines", "QuestionnaireResponse": "questionnaires",
    "DetectedIssue": "findings", "AdverseEvent": "side_effects", "Media": "photos",
}  # fmt: skip


def bundle_of(
    told: Report, diary: Diary, knowledge: Knowledge, wish: Wish, *, picture: Callable[[str], bytes | None], record: str
) -> Ready:
    """The FHIR bundle of what is ticked; the person in it is a pseudonym, since a record knows no name.

    Parameters
    ----------
    told, diary : the report and the diary with nothing in them but what is ticked.
    picture : a photo's pixels without a tag, by its name; asked only where photos are ticked.
    record : the UUID of the record.
    """
    from speciosa.report import fhir  # noqa: PLC0415

    pictures = {}
    if "photos" in wish.ticked:
        named = sorted(set(diary.entries.of_kind(Kind.PHOTO).text.tolist()))
        pictures = {each: body for each in named if (body := picture(each)) is not None}
    made = fhir.fhir_bundle(
        told, diary, knowledge, photos=pictures, parts=_parts(wish.ticked), notes="notes" in wish.ticked, record=record
    )
    return Ready("json", "application/fhir+json", fhir.bundle_json(made), tally=_tally(made, diary.as_of(wish.now_s)))


def tables_of(diary: Diary, knowledge: Knowledge, wish: Wish) -> Ready:
    """A ZIP with the NONMEM data set, the diary's own tables, and what each column and number means.

    Parameters
    ----------
    diary : with nothing in it but what is ticked.
    """
    from speciosa.record import packed_diary  # noqa: PLC0415
    from speciosa.report import open_files  # noqa: PLC0415

    columns = open_files.nonmem_file(diary.as_of(wish.now_s), knowledge)
    folder = open_files.diary_folder(diary, knowledge, notes="notes" in wish.ticked)
    files = {"nonmem.csv": columns.table, "nonmem-dictionary.csv": columns.dictionary, **folder.files}
    tally = {"entries": folder.entries, "doses": columns.doses, "without": columns.unsaid,
             "levels": columns.observations}  # fmt: skip
    return Ready("zip", "application/zip", packed_diary.zipped(files), files, tally)


def _parts(ticked: Collection[str]) -> tuple[str, ...]:
    """The bundle's own parts; the diary holds nothing else anyway."""
    wanted = {
        "doses": {"doses"}, "medicines": {"medicines"}, "scores": {"scores", "symptoms"}, "effect": {"effect"},
        "findings": {"findings"}, "skin": {"skin", "photos"},
    }  # fmt: skip
    return tuple(part for part, keys in wanted.items() if keys & set(ticked))


def _tally(bundle: Mapping[str, Any], diary: Diary) -> dict[str, int]:
    resources = [each["resource"] for each in bundle["entry"]]
    kinds = Counter(each["resourceType"] for each in resources)
    found = {key: kinds[kind] for kind, key in _TALLIED.items()}
    taken = [each for each in resources if each["resourceType"] == _TAKEN and each["status"] != "not-done"]
    doses = sum("medicationReference" in each for each in taken)
    scores = len(diary.entries.of_kind(Kind.RATING))
    return found | {
        "doses": doses, "taken": len(taken) - doses, "scores": scores, "observations": kinds["Observation"] - scores,
    }  # fmt: skip
