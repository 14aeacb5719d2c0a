"""Photos in the store: pixels without tags, in the same encrypted file as everything else."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from speciosa.knowledge import Knowledge
from speciosa.skin.decoder import DecodedPhoto, Decoder, clean_copy
from speciosa.store.models import Photo, Record
from speciosa.store.opening import arrived_s
from speciosa.store.photo_tags import Told, with_tags
from speciosa.values.errors import EntryError

_SMALL_PX = 480


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo that was kept.

    Parameters
    ----------
    name : what an entry of kind photo names; random, so that it says nothing of the picture.
    taken_at : local time as the camera wrote it (``2026-03-01T08:05:00``, with an offset where it said one), or empty.
    asked : codes of what only the person can answer, see `skin.refusals.QUESTIONS`.
    """

    name: str
    taken_at: str
    asked: tuple[str, ...]


def keep_photo(
    record: Record, raw: bytes, decoder: Decoder, knowledge: Knowledge, *, camera: str = ""
) -> KeptPhoto:  # fmt: skip
    """Open a photo in the limited child process and keep its pixels; where and by whom it was taken stays behind.

    Parameters
    ----------
    camera : what took it, where we know that and the file doesn't say: the app's own camera.

    Raises
    ------
    EntryError : it can't be opened, with the reason; nothing was kept.
    """
    return keep_opened(record, opened_photo(raw, decoder), knowledge, camera=camera)


def opened_photo(raw: bytes, decoder: Decoder) -> DecodedPhoto:
    """A photo that the limited child process opened; nothing is kept yet.

    Raises
    ------
    EntryError : it can't be opened, with the reason.
    """
    photo = decoder.decode(raw)
    if not isinstance(photo, DecodedPhoto):
        raise EntryError(photo.why.removesuffix(_KEPT).rstrip(" ."), todo=photo.retake.rstrip("."))
    return photo


def keep_opened(record: Record, photo: DecodedPhoto, knowledge: Knowledge, *, camera: str = "") -> KeptPhoto:
    """Keep the pixels of a photo that was opened: in the same step as its entry, where there is one to write.

    Parameters
    ----------
    camera : as in `keep_photo`.
    """
    name = f"photos/{secrets.token_hex(8)}.jpg"
    phone = photo.taken.phone or camera
    asked = tuple(each.code for each in photo.asked if not (camera and each.code == "no_camera_tags"))
    Photo.objects.create(
        record=record, name=name, body=clean_copy(photo, knowledge), small=_small(photo), taken_at=photo.taken.at,
        phone=phone, asked=" ".join(asked), entered_s=arrived_s(),
    )  # fmt: skip
    return KeptPhoto(name, photo.taken.at, asked)


def kept_photo(record: Record, name: str) -> KeptPhoto | None:
    """What stands beside a photo of the store, if it is there."""
    found = Photo.objects.filter(record=record, name=name).values_list("taken_at", "asked").first()
    return None if found is None else KeptPhoto(name, found[0], tuple(found[1].split()))


def picture_of(record: Record, name: str, *, small: bool = False) -> bytes | None:
    """A photo's pixels as a JPEG without any tag, if it is there: for a page.

    Parameters
    ----------
    small : the copy whose longer side has 480 pixels.
    """
    column = "small" if small else "body"
    found = Photo.objects.filter(record=record, name=name).values_list(column, flat=True).first()
    return None if found is None else bytes(found)


def drop_photo(record: Record, name: str) -> None:
    """Throw a photo away that no entry names: its entry could not be written."""
    Photo.objects.filter(record=record, name=name).delete()


class PhotoShelf(Mapping[str, bytes]):
    """The record's photos as `follow_skin` reads them, each only when somebody looks at it.

    What was known of a photo besides its pixels (when, by which phone, what was asked) is put back into the copy in
    memory, so that it is read as the file that the camera wrote.
    """

    def __init__(self, record: Record) -> None:
        self._photos = Photo.objects.filter(record=record)

    def __getitem__(self, name: str) -> bytes:
        found = self._photos.filter(name=name).values_list("body", "taken_at", "phone", "asked").first()
        if found is None:
            raise KeyError(name)
        body, taken_at, phone, asked = found
        return with_tags(bytes(body), Told(taken_at, phone, tuple(asked.split())))

    def __iter__(self) -> Iterator[str]:
        return iter(self._photos.order_by("name").values_list("name", flat=True))

    def __len__(self) -> int:
        return self._photos.count()


_KEPT = "It is kept; the colour was not measured."


def _small(photo: DecodedPhoto) -> bytes:
    """A small copy for a page."""
    from PIL import Image  # noqa: PLC0415  only who keeps a photo needs it

    picture = Image.fromarray(photo.rgb)
    picture.thumbnail((_SMALL_PX, _SMALL_PX))
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=80)
    return kept.getvalue()
