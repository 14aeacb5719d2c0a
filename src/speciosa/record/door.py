"""The door: one row of text becomes one validated entry, or a reason why not.

Rows of a diary and rows made by the readers of other apps' files go through the same door.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from speciosa.knowledge import Knowledge
from speciosa.record.event import Event, id_of, said_form
from speciosa.record.meaning import Meaning, Said
from speciosa.record.person import Product
from speciosa.record.row import Row
from speciosa.values.timeline import parse_moment

_MOST_REMEMBERED = 50_000


class Door:
    """Checks rows for one diary.

    Parameters
    ----------
    knowledge : scales, body sites and words that rows refer to.
    zone : the person's time zone; without it a bare local time is refused.
    products : the person's own; their names are doses of what they say.
    decimal_comma : the file's separator is ``;``, so that ``2,5`` is two and a half.
    ask : called with (code, question, event) where something was kept but looks like a slip.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        zone: ZoneInfo | None,
        *,
        products: Sequence[Product] = (),
        decimal_comma: bool = False,
        ask: Callable[[str, str, Event], None] = lambda _code, _ask, _event: None,
    ) -> None:
        self._meaning = Meaning(knowledge, products, decimal_comma=decimal_comma)
        self._zone, self._ask = zone, ask
        # the same few things are said over and over: "pain 6" is worked out once
        self._remembered: dict[tuple[object, ...], tuple[Said, str]] = {}

    def admit(self, row: Row) -> Event:
        """The validated entry.

        Raises
        ------
        EntryError : what is wrong with the row and how to mend it; never the row's own words.
        """
        words = row[1:8]
        known = self._remembered.get(words)
        if known is None:
            said = self._meaning.of(row)
            known = (said, said_form(said))
            if len(self._remembered) < _MOST_REMEMBERED:
                self._remembered[words] = known
        said, form = known
        time_s, offset_min, precision, question = parse_moment(row[0].strip(), self._zone)
        recorded, entry_id, supersedes, note, line = row[8:]
        recorded_s = parse_moment(recorded.strip(), self._zone).time_s if recorded else time_s
        if precision and precision > said.precision:
            said = said._replace(precision=precision)
            form = said_form(said)
        supersedes, note = supersedes.strip(), note.strip()
        entry_id = entry_id.strip() or id_of((time_s, offset_min, recorded_s), form, supersedes, note)
        event = Event._make((time_s, offset_min, *said, recorded_s, entry_id, supersedes, note, line))
        if question:
            self._ask("clock_change", question, event)
        return event
