"""From a file to entries: looked at first, then added, in one step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import transaction

from speciosa.knowledge import load_knowledge
from speciosa.record import Kind
from speciosa.skin.decoder import Decoder
from speciosa.store.diary import diary_of
from speciosa.store.found import Found
from speciosa.store.importing import bring_in, tried
from speciosa.store.models import Erasure, Photo, Record
from speciosa.store.past_imports import Past, keep_past
from speciosa.store.photos import keep_photo
from speciosa.values.errors import EntryError
from speciosa.web.apart import Step, Stopped, run_apart
from speciosa.web.held_file import held_folder
from speciosa.web.import_reading import Wanted, read_found

_FILE = "file"


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was read, and what adding it would do; nothing is written yet.

    `past`: the receipt as it would be. `kinds`: entries by kind, most first. `questions`, `notices`: as read.
    """

    found: Found = field(repr=False)
    past: Past
    kinds: tuple[tuple[Kind, int], ...]
    questions: tuple[str, ...]
    notices: tuple[str, ...]


def look_at(
    record: Record, store: Path, source: bytes | Path, *, name: str, format_name: str, zone_name: str, now_s: int,
    step: Step,
) -> Looked:  # fmt: skip
    """Read a file and work out what adding it would do.

    Parameters
    ----------
    store : its folder. source : the bytes that were uploaded, or a file of the import folder, which is streamed.
    name, format_name, zone_name, now_s : see `import_reading.Wanted`.

    Raises
    ------
    EntryError : the file can't be read, or nobody knows its kind.
    """
    step("Looking at the file.", 0, 0)
    diary = diary_of(record)
    wanted = Wanted(name, format_name, zone_name, now_s, diary.history, diary.products)
    with held_folder(store) as folder:
        file = source if isinstance(source, Path) else folder / f"{_FILE}{_suffix(name)}"
        if isinstance(source, bytes):
            file.write_bytes(source)
        found: Found = run_apart(read_found, file, wanted, folder, step=step, folder=folder)
    step("Comparing it with what is here.", 0, 0)
    past = tried(record, found, file=name, now_s=now_s)
    members = tuple(Kind)
    kinds = tuple((members[code], number) for code, number in Counter(found.diary.history.kind.tolist()).most_common())
    return Looked(found, past, kinds, tuple(each.ask for each in found.reading.questions), found.reading.notices)


def add(record: Record, looked: Looked, *, now_s: int, step: Step) -> Past:
    """Write what was found down: all of it or, if the process is killed, none; then its photos, one by one.

    Returns
    -------
    The receipt, which stands in the list of imports.
    """
    found, past = looked.found, looked.past
    step("Writing it down: {done} entries.", 0, 0)
    past = bring_in(
        record, found, file=past.file, now_s=now_s, token=past.token,
        progress=lambda rows: step("Writing it down: {done} entries.", rows, len(found.diary.history)),
    )  # fmt: skip
    kept = _keep_photos(record, found.photos, step)
    if kept:
        past = replace(past, photos=kept)
        keep_past(record, past)
    return past


def _keep_photos(record: Record, photos: dict[str, bytes], step: Step) -> int:
    """Keep the photos that came along under the names that entries give them; how many."""
    kept = 0
    known = set(Photo.objects.filter(record=record, name__in=photos).values_list("name", flat=True))
    known |= set(Erasure.objects.filter(record=record, entry_id__in=photos).values_list("entry_id", flat=True))
    wanted = {name: body for name, body in photos.items() if name not in known}
    if not wanted:
        return 0
    knowledge = load_knowledge()
    with Decoder(knowledge) as decoder:
        for at, (name, body) in enumerate(wanted.items()):
            try:
                step("Keeping the photos: {done} of {of}.", at, len(wanted))
            except Stopped:
                break  # what is written down stands, with the photos that are here
            try:
                with transaction.atomic():
                    made = keep_photo(record, body, decoder, knowledge)
                    Photo.objects.filter(record=record, name=made.name).update(name=name)
            except EntryError:
                continue  # its entry stands; `check` says that the picture is not here
            kept += 1
    return kept


def _suffix(name: str) -> str:
    """The end of a file's name, by which readers know kinds; nothing else of a stranger's name becomes a path."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix.isascii() and suffix[1:].isalnum() else ""
