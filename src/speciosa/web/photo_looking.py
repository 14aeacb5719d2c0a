"""Looking at one photo right after it was taken, beside the request: is the card in it, can its colour be measured?

The answer is kept in the store, so that it is there at the next look; if the app ends meanwhile, the next look asks
again. What the photo means over time is the worker's to say.
"""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from contextvars import copy_context
from dataclasses import asdict, dataclass

from speciosa.knowledge import load_knowledge
from speciosa.store import answers, entries, lock
from speciosa.store.models import Record
from speciosa.store.photos import PhotoShelf

_ANY_LANGUAGE = ""
_guard = threading.Lock()
_under_way: set[str] = set()
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a photo.

    Parameters
    ----------
    code : empty where its colour was measured, else why not, of `skin.refusals.REFUSALS`.
    why, retake : one plain sentence each, English; empty where it was measured.
    asks : what only the person can answer, sentences.
    """

    code: str = ""
    why: str = ""
    retake: str = ""
    asks: tuple[str, ...] = ()


_COULD_NOT = Looked(
    "not_looked_at", "This photo could not be looked at just now. It is kept.", "What it shows will stand under Skin."
)


def look(name: str) -> None:
    """Begin to look at a photo of the store, unless that is under way."""
    with _guard:
        if name in _under_way:
            return
        _under_way.add(name)
    begin(name)


def begin(name: str) -> None:
    """Look beside the request: a photo takes a second or three."""
    threading.Thread(target=copy_context().run, args=(_look_and_close, name), name="photo", daemon=True).start()


def answer_of(record: Record, name: str) -> Looked | None:
    """What was found in a photo; None where nobody has looked yet."""
    kept = answers.kept_answer(record, _key(name), language=_ANY_LANGUAGE)
    if kept is None:
        return None
    said = json.loads(kept.body)
    return Looked(said["code"], said["why"], said["retake"], tuple(said["asks"]))


def look_now(name: str) -> None:
    """Look at a photo of the store and keep what was found.

    Raises
    ------
    ErasedMeanwhileError : something was erased since: the next look asks again, if the photo is still here.
    """
    from speciosa.skin import PhotoReader, Refusal  # noqa: PLC0415  a second of imports that only a photo needs

    record = entries.own_record()
    erased = answers.newest_erasure(record)
    try:
        raw = PhotoShelf(record)[name]
    except KeyError:  # erased meanwhile
        return
    with PhotoReader(load_knowledge()) as reader:
        seen = reader.read(raw)
    if isinstance(seen, Refusal):
        looked = Looked(seen.code, seen.why, seen.retake)
    else:
        looked = Looked(asks=tuple(each.asks for each in seen.asked))
    _keep(name, looked, erased)


def _keep(name: str, looked: Looked, erased: int) -> None:
    body = json.dumps(asdict(looked)).encode()
    answers.keep_answers(entries.own_record(), {_key(name): body}, language=_ANY_LANGUAGE, upto=0, erased=erased)


def _look_and_close(name: str) -> None:
    from django.db import DatabaseError, connections  # noqa: PLC0415  of this thread alone

    erased = None
    try:
        erased = answers.newest_erasure(entries.own_record())
        with _one_at_a_time:
            look_now(name)
    except (DatabaseError, lock.Locked, answers.ErasedMeanwhileError):  # locked or erased: the next look asks again
        return
    except Exception:  # noqa: BLE001  whatever it was, a page must not ask for ever; the worker looks, too
        with suppress(DatabaseError, lock.Locked, answers.ErasedMeanwhileError):
            _keep(name, _COULD_NOT, 0 if erased is None else erased)
    finally:
        with _guard:
            _under_way.discard(name)
        connections.close_all()


def _key(name: str) -> str:
    return f"photo {name}"
