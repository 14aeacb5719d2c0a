from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.readers.conftest import Import, Imported
from tests.unit.record.readers.strange_json import strange

from speciosa.knowledge import Knowledge
from speciosa.record.readers.apple_health import FORMAT
from speciosa.record.readers.format import Request
from speciosa.values.errors import EntryError

DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
]>
"""
SLEEP, SEVERITY = "HKCategoryValueSleepAnalysis", "HKCategoryValueSeverity"


def export(*records: str, dtd: str = DTD, me: str = "") -> str:
    inner = "\n".join(records)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{dtd}<HealthData locale="en_GB">\n'
        f'<ExportDate value="2024-04-15 07:27:26 +0100"/><Me {me}/>{inner}</HealthData>\n'
    )


def record(kind: str, value: str, start: str, end: str = "", source: str = "Phone", unit: str = "") -> str:
    end = end or start
    units = f'unit="{unit}" ' if unit else ""
    return (
        f'<Record type="{kind}" sourceName="{source}" {units}startDate="{start}" endDate="{end}" value="{value}">'
        '<MetadataEntry key="k" value="v"/></Record>'
    )


def steps(count: int, start: str, source: str = "Phone") -> str:
    return record("HKQuantityTypeIdentifierStepCount", str(count), f"{start} +0100", source=source, unit="count")


def asleep(start: str, end: str, stage: str = "AsleepCore", source: str = "Watch") -> str:
    return record("HKCategoryTypeIdentifierSleepAnalysis", SLEEP + stage, f"{start} +0100", f"{end} +0100", source)


def symptom(name: str, value: str, end: str = "") -> str:
    return record(f"HKCategoryTypeIdentifier{name}", value, "2024-03-01 09:00:00 +0100", end)


def zipped(text: str, member: str = "apple_health_export/export.xml") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>")
        archive.writestr(member, text)
    return file.getvalue()


@pytest.fixture
def apple(imported: Import) -> Import:
    def run(data: str | bytes, name: str = "export.xml") -> Imported:
        return imported(data, name)

    return run


def test_steps_are_one_row_a_local_day_from_the_source_that_counted_most(apple: Import) -> None:
    found = apple(
        export(
            steps(100, "2024-03-01 08:00:00"),
            steps(50, "2024-03-01 23:59:59"),
            steps(120, "2024-03-01 08:00:00", "Watch"),
            steps(10, "2024-03-02 00:00:00"),
        )
    )
    assert found.receipt.format == "apple-health"
    assert found.said("time", "kind", "name", "value", "unit", "precision", "id") == [
        ("2024-03-01T12:00:00+01:00", "activity", "walking", "150", "steps", "day", "apple-steps-2024-03-01"),
        ("2024-03-02T12:00:00+01:00", "activity", "walking", "10", "steps", "day", "apple-steps-2024-03-02"),
    ]
    assert "4 records of steps were added up to 2 days" in found.notices


def test_a_later_export_of_the_same_day_is_a_correction(apple: Import) -> None:
    apple(export(steps(100, "2024-03-01 08:00:00")))
    found = apple(export(steps(100, "2024-03-01 08:00:00"), steps(1, "2024-03-01 09:00:00")))
    assert found.said("value", "supersedes") == [("100", ""), ("101", "apple-steps-2024-03-01")]


def test_stretches_asleep_are_one_night_on_the_day_of_waking_up(apple: Import) -> None:
    found = apple(
        export(
            asleep("2024-03-01 22:00:00", "2024-03-01 23:30:00"),
            asleep("2024-03-02 00:00:00", "2024-03-02 04:00:00", "AsleepREM"),
            asleep("2024-03-02 03:00:00", "2024-03-02 06:00:00", "AsleepDeep"),
            asleep("2024-03-01 21:00:00", "2024-03-02 07:00:00", "InBed"),
            asleep("2024-03-01 23:00:00", "2024-03-02 05:00:00", "AsleepUnspecified", "Phone"),
            asleep("2024-03-02 23:00:00", "2024-03-03 05:00:00"),
        )
    )
    assert found.said("time", "kind", "name", "value", "unit", "id") == [
        ("2024-03-02T06:00:00+01:00", "sleep", "night", "7.5", "h", "apple-sleep-2024-03-02"),
        ("2024-03-03T05:00:00+01:00", "sleep", "night", "6", "h", "apple-sleep-2024-03-03"),
    ]
    assert "1 record of time in bed or awake was left aside" in found.notices


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LowerBackPain", f"{SEVERITY}Severe", ("lower back pain", "3", "score_0_3", "")),
        ("Headache", f"{SEVERITY}NotPresent", ("headache", "0", "score_0_3", "")),
        ("Nausea", f"{SEVERITY}Unspecified", ("nausea", "", "score_0_3", "")),
        ("SleepChanges", "HKCategoryValuePresencePresent", ("sleep changes", "", "score_0_3", "")),
        (
            "AppetiteChanges",
            "HKCategoryValueAppetiteChangesDecreased",
            ("appetite changes", "", "score_0_3", "decreased"),
        ),
    ],
)
def test_a_symptom_keeps_apples_own_scale(apple: Import, name: str, value: str, said: tuple[str, ...]) -> None:
    assert apple(export(symptom(name, value))).said("name", "value", "unit", "note") == [said]


def test_a_symptom_that_lasted_says_until_when(apple: Import) -> None:
    found = apple(export(symptom("Headache", f"{SEVERITY}Mild", "2024-03-01 11:00:00 +0100")))
    assert found.said("time", "note") == [("2024-03-01T09:00:00+01:00", "until 2024-03-01T11:00:00+01:00")]


def test_daylight_mood_questionnaires_and_workouts_have_a_place(apple: Import) -> None:
    found = apple(
        export(
            record("HKQuantityTypeIdentifierTimeInDaylight", "45", "2024-03-01 09:00:00 +0100", unit="min"),
            record("HKQuantityTypeIdentifierTimeInDaylight", "1800", "2024-03-01 10:00:00 +0100", unit="s"),
            '<StateOfMind startDate="2024-03-01 20:00:00 +0100" valence="-0.4" labels="sad"/>',
            record("HKScoredAssessmentTypeIdentifierPHQ9", "7", "2024-03-01 21:00:00 +0100"),
            '<Workout workoutActivityType="HKWorkoutActivityTypeYoga" duration="0.5" durationUnit="hr" '
            'startDate="2024-03-01 18:00:00 +0100" endDate="2024-03-01 18:30:00 +0100"><WorkoutEvent/></Workout>',
        )
    )
    assert sorted(found.said("kind", "name", "value", "unit", "note")) == [
        ("activity", "yoga", "30", "min", ""),
        ("rating", "mood", "-0.4", "score_-1_1", "sad"),
        ("scale", "phq9", "7", "score", ""),
        ("sun", "exposure", "1.25", "h", ""),
    ]


def test_what_a_diary_has_no_place_for_is_counted_by_type(apple: Import) -> None:
    heart = record("HKQuantityTypeIdentifierHeartRate", "60", "2024-03-01 09:00:00 +0100")
    found = apple(export(steps(1, "2024-03-01 08:00:00"), heart, heart, "<ActivitySummary/>"))
    assert found.counts == (1, 1, 0, 0)
    assert "2 records of type HeartRate were left aside: a diary has no place for them" in found.notices
    assert "1 record of type ActivitySummary was left aside: a diary has no place for it" in found.notices


def test_records_inside_a_correlation_are_not_read_twice(apple: Import) -> None:
    inner = symptom("Nausea", f"{SEVERITY}Mild")
    found = apple(export(inner, f'<Correlation type="HKCorrelationTypeIdentifierFood">{inner}</Correlation>'))
    assert found.counts == (1, 1, 0, 0)


def test_the_skin_type_is_suggested_and_never_taken(apple: Import) -> None:
    me = 'HKCharacteristicTypeIdentifierFitzpatrickSkinType="HKFitzpatrickSkinTypeIII"'
    assert "write phototype = 3 into person.toml" in apple(export(steps(1, "2024-03-01 08:00:00"), me=me)).notices
    assert "phototype" not in apple(export(steps(1, "2024-03-01 08:00:00"), me=me.replace("III", "NotSet"))).notices


@pytest.mark.parametrize(
    "bad",
    [
        steps(1, "2024-02-30 08:00:00"),
        steps(1, "yesterday"),
        steps(-1, "2024-03-01 08:00:00"),
        steps(1, "2024-03-01 08:00:00").replace('value="1"', 'value="nan"'),
        asleep("2024-03-02 08:00:00", "2024-03-02 07:00:00"),
        symptom("Headache", "HKCategoryValueSeverityBeyond"),
        '<Record type="HKQuantityTypeIdentifierStepCount"/>',
        '<StateOfMind startDate="2024-03-01 20:00:00 +0100"/>',
        record("HKQuantityTypeIdentifierTimeInDaylight", "45", "2024-03-01 09:00:00 +0100", unit="parsec"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_alone(apple: Import, bad: str) -> None:
    assert apple(export(bad, steps(1, "2024-03-05 08:00:00"))).counts == (2, 1, 1, 0)


@pytest.mark.parametrize("member", ["apple_health_export/export.xml", "apple_health_export/导出.xml", "export.xml"])
def test_the_zip_is_read_like_the_file_in_it(apple: Import, member: str) -> None:
    found = apple(zipped(export(steps(7, "2024-03-01 08:00:00")), member), "export.zip")
    assert found.said("name", "value") == [("walking", "7")]


def test_importing_twice_adds_nothing(apple: Import) -> None:
    text = export(steps(7, "2024-03-01 08:00:00"), symptom("Nausea", f"{SEVERITY}Mild"))
    apple(text)
    assert apple(text).counts == (2, 0, 0, 2)


def test_the_broken_inline_dtd_of_some_versions_does_not_matter(apple: Import) -> None:
    broken = DTD.replace("]>", "<!ATTLIST Record startDate CDATA #REQUIRED\n  device CDATA\n]>")
    assert apple(export(steps(7, "2024-03-01 08:00:00"), dtd=broken)).counts == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (export(dtd='<!DOCTYPE HealthData [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>\n'), "entities"),
        (export(dtd='<!DOCTYPE HealthData [<!ENTITY x SYSTEM "file:///etc/hosts">]>\n'), "entities"),
        (export(steps(1, "2024-03-01 08:00:00"))[:-30], "breaks off"),
        ("<!DOCTYPE HealthData []>\n", "breaks off"),
        ("<!DOCTYPE HealthData []>\n<Other/>", "not an Apple Health export"),
        (export('<Record type="' + "x" * 40_000_000), "does not end"),
        (export("&undeclared;"), "damaged"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_export_or_damaged_is_one_plain_sentence(apple: Import, text: str, why: str) -> None:
    with pytest.raises(EntryError, match=why):
        apple(text)


def test_nothing_outside_the_file_is_loaded(apple: Import) -> None:
    outside = '<!DOCTYPE HealthData SYSTEM "http://127.0.0.1:9/never.dtd">\n'
    assert apple(export(steps(7, "2024-03-01 08:00:00"), dtd=outside)).counts == (1, 1, 0, 0)


@pytest.mark.parametrize("data", [zipped(export())[:-40], zipped(export(), "elsewhere/other.txt")])
def test_an_archive_without_an_export_is_of_no_kind(apple: Import, data: bytes) -> None:
    with pytest.raises(EntryError, match="of no kind"):
        apple(data, "export.zip")


def test_a_large_export_fits_in_little_memory(tmp_path: Path, knowledge: Knowledge) -> None:
    file = tmp_path / "export.xml"
    days = [
        f"20{year}-{month:02d}-{day:02d}" for year in range(15, 25) for month in range(1, 13) for day in (1, 9, 17, 25)
    ]
    device = f'device="&lt;{"a phone, " * 1700}&gt;" sourceName='
    with file.open("w") as written:
        head, tail = export(steps(0, "2024-03-01 08:00:00")).split("</HealthData>")
        written.write(head)
        for day in days:
            heart = record("HKQuantityTypeIdentifierHeartRate", "60", f"{day} 09:00:00 +0100")
            night = asleep(f"{day} 01:00:00", f"{day} 02:00:00")
            for each in (steps(9, f"{day} 08:00:00"), steps(8, f"{day} 09:00:00", "Watch"), night, heart):
                written.write(each.replace("sourceName=", device) + "\n")
        written.write("</HealthData>" + tail)
    assert file.stat().st_size > 25_000_000
    tracemalloc.start()
    rows = sum(1 for _ in FORMAT.read(Request(file, ZoneInfo("Europe/Berlin"), knowledge)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows >= 2 * len(days)
    assert peak < 15_000_000


@given(
    data=st.lists(
        st.sampled_from(
            [
                "<Record ",
                "/>",
                "<Me ",
                'type="',
                "HKCategoryTypeIdentifier",
                "Headache",
                '"',
                'value="',
                "&",
                "</HealthData>",
            ]
        )
        | st.text(max_size=6),
        max_size=30,
    )
)
def test_any_text_is_refused_politely(tmp_path_factory: pytest.TempPathFactory, data: list[str]) -> None:
    strange(FORMAT, export("".join(data)).encode("utf-8", "surrogatepass"), tmp_path_factory, "export.xml")


@given(values=st.fixed_dictionaries(dict.fromkeys(["type", "unit", "value", "start", "end"], st.text(max_size=20))))
def test_attributes_of_any_kind_are_refused_politely(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]
) -> None:
    safe = {key: "".join(each for each in value if each.isalnum() or each in " -:+.") for key, value in values.items()}
    for kind in ("HKQuantityTypeIdentifierStepCount", "HKCategoryTypeIdentifierSleepAnalysis", safe["type"]):
        text = export(record(kind, safe["value"], safe["start"], safe["end"], unit=safe["unit"]))
        strange(FORMAT, text.encode("utf-8", "surrogatepass"), tmp_path_factory, "export.xml")


def test_the_public_sample_is_read_whole(imported: Import, shared_data: Path) -> None:
    found = imported(shared_data / "imports/apple_health/export6s3sample.xml", zone="Europe/London")
    assert found.counts == (2, 2, 0, 0)
    assert ("walking", "2517", "steps") in found.said("name", "value", "unit")
    assert "10 records of steps were added up to 1 day" in found.notices
    assert "5 records of type DistanceWalkingRunning were left aside" in found.notices
