"""The template of a diary: one example line of every kind."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from speciosa.record.diary_writer import write_products, write_rows
from speciosa.record.folder import DIARY_FILE, PERSON_FILE, PRODUCTS_FILE, SPREADSHEET_FILE
from speciosa.record.person import Person
from speciosa.record.person_file import person_toml
from speciosa.record.row import COLUMNS, Row
from speciosa.record.whole_file import replacing
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S, format_moment, offset_at

_EXAMPLES = """\
08:00,rating,pain,6,,,,how bad it is now, 0 to 10; best just before a dose
08:05,dose,kratom leaf powder,2.5,g,pain,fasted,reason: planned, pain, mood, withdrawal, social, other
08:10,medicine,ibuprofen,400,mg,,fed,any other medicine
09:00,sleep,night,6.5,h,,,hours slept
09:01,rating,sleep_quality,5,,,,any word can be rated from 0 to 10
12:00,symptom,nausea,2,,,,0 to 10, or leave the value empty for: it was there
15:00,activity,walking,30,min,,,
16:00,sun,exposure,0.5,h,,,time in the sun; it matters for the skin
18:00,scale,peg,5.3,,,,a questionnaire's score; single answers as peg.1, peg.2, peg.3
18:05,goal,walk 30 minutes,4,,,,what you want back, 0 to 10 reached so far
18:10,strategy,physiotherapy,start,,,,start, stop, or a date on which you look again
18:15,event,product_changed,kratom leaf powder#2,,,,what changed: started, stopped, product_changed ...
18:20,lab,ALT,32,U/L,,,a laboratory value in the laboratory's unit
18:21,lab,ALT.uln,40,U/L,,,the laboratory's own upper limit of it
18:25,photo,forearm_dorsal_left,photos/first.jpg,,,,a photo in the folder photos
18:30,assignment,usual,1,open,,,only in a trial of your own: the arm, and the period's number
"""
_NONE = "22:00,no_dose,kratom,,,,,none on this day; a day without any line is a gap"
EXAMPLE_IDS = frozenset(f"example-{at}" for at in range(len(_EXAMPLES.splitlines()) + 1))
"""The ids of the template's lines: while they stand, a reader is told to delete them."""
_PERSON = """\
# About you. Every line may stay as it is; take away the # and fill in what you like to say.
# birth_year = 1980
# sex = "f"
# weight_kg = 70
# phototype = 2
# latitude = 52.5
# conditions = ["low back pain"]
# medicines = ["ibuprofen"]
# pregnant = false
# breast_feeding = false
# drives = true
# country = "DE"
# pain_source = ["injury"]
# pain_kind = "burning"
# primary_outcome = "pain"
# [medicine_names]
# "blue pill" = "naproxen"
# [medicine_answers]
# "sleep drops" = ["sleepy"]
"""


def write_template(folder: Path, *, zone_name: str, now_s: int) -> None:
    """Make a diary folder with examples dated yesterday.

    Raises
    ------
    EntryError : a diary stands there already; it is left as it is.
    """
    for name in (DIARY_FILE, SPREADSHEET_FILE, PERSON_FILE, PRODUCTS_FILE):
        if (folder / name).exists():
            raise EntryError(
                f"there is already a {name} in this folder; it was left as it is",
                where=folder.name,
                todo="name another folder",
            )
    day = format_moment(now_s - DAY_S, offset_at(now_s - DAY_S, ZoneInfo(zone_name)))[:10]
    examples = [_cells(day, at, example) for at, example in enumerate(_EXAMPLES.splitlines(), start=1)]
    day_before = format_moment(now_s - 2 * DAY_S, offset_at(now_s - 2 * DAY_S, ZoneInfo(zone_name)))[:10]
    with replacing(folder / DIARY_FILE) as file:
        write_rows(file, [_cells(day_before, 0, _NONE), *examples], header=True)
    with replacing(folder / PRODUCTS_FILE) as file:
        write_products(file, ())
    with replacing(folder / PERSON_FILE) as file:
        file.write(person_toml(Person(time_zone=zone_name)) + _PERSON)


def _cells(day: str, at: int, example: str) -> list[str]:
    clock, kind, name, value, unit, reason, food, note = example.split(",", 7)
    row = Row(f"{day}T{clock}", kind, name, value, unit, reason, food, note=note, id=f"example-{at}")
    return [str(cell) for cell in row[: len(COLUMNS)]]
