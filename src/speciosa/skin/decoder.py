"""The door through which photos come in: bytes to upright sRGB pixels, by a process that has nothing to lose.

Only capture time, maker and model come along. Where a photo was taken, by which very camera, its notes and
its thumbnail stay behind.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import re
import struct
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.measurement import Asked, Refusal, Taken
from speciosa.skin.refusals import asked, refusal

_CHILD = Path(__file__).with_name("decoding_child.py")
_READY = b"ready"
_MOST_WORDS = 10_000  # bytes of an answer's words; a longer one is no answer
_PIPE_BYTES, _F_SETPIPE_SZ = 1 << 20, 1031  # Linux: a fifth quicker than with the usual 64 KiB
_NEEDED = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""All that a child sees of the environment: what an interpreter may need to start at all."""
_MAY_ASK = {"no_camera_tags", "edited", "screenshot", "night_mode", "colour_profile"}
_MAY_REFUSE = {"unreadable", "too_large", "no_colour"}


@dataclass(frozen=True, slots=True, eq=False)
class DecodedPhoto:
    """A photo as it is looked at.

    Parameters
    ----------
    rgb : [row, column, 3], sRGB, upright.
    taken : when and by which phone, and the mark of the file's bytes.
    asked : what only the person can answer.
    """

    rgb: NDArray[np.uint8]
    taken: Taken
    asked: tuple[Asked, ...]


class Decoder:
    """Opens photos, one after the other, in one child process.

    The child starts with the first photo and starts anew after one that ended it or took too long.
    Threads may share a decoder; their photos wait for each other.

    Parameters
    ----------
    knowledge : its choices ``skin_photo_...`` bound pixels, bytes, memory and time.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> with Decoder(load_knowledge()) as decoder:
    ...     decoder.decode(b"no photo at all").code
    'unreadable'
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._most_bytes = int(knowledge.choice("skin_photo_bytes_most"))
        self._most_pixels = int(knowledge.choice("skin_photo_pixels_most"))
        self._grey_most = int(knowledge.choice("skin_photo_grey_most"))
        self._wait_s = 60 * knowledge.choice("skin_photo_wait_min")
        memory = int(knowledge.choice("skin_photo_memory_most"))
        night = knowledge.choice("skin_photo_night_per_s")
        self._limits = (self._most_pixels, memory, math.ceil(self._wait_s), night)
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def decode(self, raw: bytes) -> DecodedPhoto | Refusal:
        """A photo's pixels and what is kept of its tags, or why it cannot be opened.

        Parameters
        ----------
        raw : the file's bytes: JPEG, PNG, HEIC, TIFF or WebP; of several pictures in it the first.

        Returns
        -------
        the photo; or ``unreadable``, ``too_large`` or ``no_colour``.

        Raises
        ------
        RuntimeError : the child process does not start: the installation's fault, not the photo's.
        """
        if len(raw) > self._most_bytes:
            return refusal("too_large")
        if not raw:
            return refusal("unreadable")
        with self._lock:
            words, pixels = self._asked_child(raw)
        if pixels is None:
            code = words.get("refused")
            return refusal(code if isinstance(code, str) and code in _MAY_REFUSE else "unreadable")
        if _is_grey(pixels, self._grey_most):
            return refusal("no_colour")
        taken = Taken(at=words["at"], phone=words["phone"], mark=hashlib.sha256(raw).hexdigest())
        return DecodedPhoto(pixels, taken, tuple(asked(code) for code in words["asked"]))

    def close(self) -> None:
        """End the child; the next photo would start another."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _asked_child(self, raw: bytes) -> tuple[dict[str, Any], NDArray[np.uint8] | None]:
        """The child's words, and its pixels unless it refused. Silence, a lie or too long a wait end the child."""
        child = self._running()
        clock = Timer(self._wait_s, child.kill)
        clock.start()
        pixels = None
        try:
            words = self._words(child, raw)
            if "refused" not in words:
                pixels = np.empty((words["height"], words["width"], 3), dtype=np.uint8)
                _fill(child, pixels.data.cast("B"))
        except (OSError, EOFError, ValueError, RecursionError):
            self.close()
            return {}, None
        finally:
            clock.cancel()
            clock.join()  # it has killed the child, or never will
        return words, pixels

    def _words(self, child: subprocess.Popen[bytes], raw: bytes) -> dict[str, Any]:
        """What the child says of a photo. It is believed no more than the photo itself.

        Raises
        ------
        ValueError : it says something that a sound child would not. EOFError, OSError: it has ended.
        """
        assert child.stdin is not None
        for part in (struct.pack(">Q", len(raw)), raw):
            rest = memoryview(part)
            while rest:
                rest = rest[child.stdin.write(rest) :]
        (length,) = struct.unpack(">I", _read(child, 4))
        if length > _MOST_WORDS:
            raise ValueError("an answer too long")
        words = json.loads(_read(child, length))
        if not isinstance(words, dict) or ("refused" not in words and not self._sound(words)):
            raise ValueError("no such answer")
        return words

    def _sound(self, words: dict[str, Any]) -> bool:
        height, width, questions = words.get("height"), words.get("width"), words.get("asked")
        at, phone = words.get("at"), words.get("phone")
        return (
            isinstance(height, int) and isinstance(width, int) and isinstance(questions, list)
            and height > 0 and width > 0 and height * width <= self._most_pixels
            and all(isinstance(each, str) and each in _MAY_ASK for each in questions)
            and isinstance(at, str) and re.fullmatch(r"([\d:T-]{19}([+-]\d\d:\d\d)?)?", at) is not None
            and isinstance(phone, str) and len(phone) <= 130 and (phone.isprintable() or not phone)
        )  # fmt: skip

    def _running(self) -> subprocess.Popen[bytes]:
        """The child, started if there is none or it has ended since the last photo.

        Raises
        ------
        RuntimeError : it does not start.
        """
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        self._child = child = _started(self._limits)
        clock = Timer(self._wait_s, child.kill)
        clock.start()
        try:
            ready = _read(child, len(_READY)) == _READY
        except (OSError, EOFError):
            ready = False
        finally:
            clock.cancel()
        if not ready:
            self.close()
            raise RuntimeError("the process that opens photos does not start")
        return child


def clean_copy(photo: DecodedPhoto, knowledge: Knowledge) -> bytes:
    """The photo as a JPEG of pixels alone: what may be stored and shown. It has no tags of any kind.

    Parameters
    ----------
    photo : as decoded. knowledge: its choice ``skin_photo_copy_quality``.
    """
    from PIL import Image  # noqa: PLC0415  only who keeps a photo needs it

    kept = io.BytesIO()
    quality = int(knowledge.choice("skin_photo_copy_quality"))
    Image.fromarray(photo.rgb).save(kept, "JPEG", quality=quality, subsampling=0)
    return kept.getvalue()


def _started(limits: tuple[float, ...]) -> subprocess.Popen[bytes]:
    """A new child: isolated interpreter (-I), writes no byte code (-B), sees next to no environment."""
    child = subprocess.Popen(  # noqa: S603  our own script by our own interpreter
        [sys.executable, "-I", "-B", str(_CHILD), *map(str, limits)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
        env={name: os.environ[name] for name in _NEEDED if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip
    if sys.platform == "linux" and child.stdout is not None:
        import fcntl  # noqa: PLC0415  not on Windows

        with suppress(OSError):  # the system may allow no larger pipes
            fcntl.fcntl(child.stdout.fileno(), _F_SETPIPE_SZ, _PIPE_BYTES)
    return child


def _read(child: subprocess.Popen[bytes], length: int) -> bytes:
    held = bytearray(length)
    _fill(child, memoryview(held))
    return bytes(held)


def _fill(child: subprocess.Popen[bytes], place: memoryview) -> None:
    """Fill `place` from the child's answer: straight into the pixels' own memory.

    Raises
    ------
    EOFError : the child has ended.
    """
    assert isinstance(child.stdout, io.FileIO)
    at = 0
    while at < len(place):
        n = child.stdout.readinto(place[at : at + _PIPE_BYTES])
        if not n:
            raise EOFError
        at += n


def _is_grey(rgb: NDArray[np.uint8], most: int) -> bool:
    """Whether red, green and blue are nowhere further apart than `most` code values."""
    for part in (rgb[::16, ::16], *np.array_split(rgb, max(1, len(rgb) // 256))):
        values = part.astype(np.int16)
        red, green, blue = values[..., 0], values[..., 1], values[..., 2]
        if max(int(np.abs(red - green).max()), int(np.abs(green - blue).max()), int(np.abs(red - blue).max())) > most:
            return False
    return True
