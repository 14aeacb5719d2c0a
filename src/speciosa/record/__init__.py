"""What the person told us: the diary, its files, and readers of other apps' exports.

A diary is append-only: a correction supersedes, nothing is overwritten. A row that cannot be
understood is listed with its line and the reason, and reading goes on with the rest.
"""

from speciosa.record.columns import Columns
from speciosa.record.diary import Diary
from speciosa.record.diary_file import read_diary
from speciosa.record.diary_writer import write_diary
from speciosa.record.event import Event
from speciosa.record.importing import import_file
from speciosa.record.kinds import Answer, Food, Kind, Reason
from speciosa.record.person import Person, Product

__all__ = [
    "Answer",
    "Columns",
    "Diary",
    "Event",
    "Food",
    "Kind",
    "Person",
    "Product",
    "Reason",
    "import_file",
    "read_diary",
    "write_diary",
]
