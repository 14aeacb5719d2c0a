"""Files that no app would write: a good one with one value replaced, or anything at all."""

from __future__ import annotations

import contextlib
import copy
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st

from speciosa.knowledge import load_knowledge
from speciosa.record.door import Door
from speciosa.record.readers.format import Format, Note, Request
from speciosa.record.row import Row, readable
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.just(10**400)
    | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def wrongly(good: object) -> st.SearchStrategy[object]:
    """The good value with something strange in one place of it."""
    places = list(_places(good, ()))

    def put(place: tuple[Any, ...], strange_value: object) -> object:
        changed: Any = copy.deepcopy(good)
        if not place:
            return strange_value
        at = changed
        for key in place[:-1]:
            at = at[key]
        at[place[-1]] = strange_value
        return changed

    return st.builds(put, st.sampled_from(places), ANYTHING)


def _places(value: object, here: tuple[Any, ...]) -> Any:
    yield here
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from _places(each, (*here, key))


def strange(kind: Format, value: object, folders: pytest.TempPathFactory, name: str = "export.json") -> None:
    """Read it: nothing comes out but rows, refusals, notes or an `EntryError`; the door takes or refuses each row."""
    file = folders.getbasetemp() / f"{kind.name}-{name}"
    file.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    kind.recognises(file, file.read_bytes()[:4096])
    door = Door(load_knowledge(), ZoneInfo("Europe/Berlin"))
    lines: list[int] = []
    with contextlib.suppress(EntryError):
        for found in kind.read(Request(file, ZoneInfo("Europe/Berlin"), load_knowledge())):
            assert isinstance(found, Row | Refused | Note)
            if isinstance(found, Row):
                with contextlib.suppress(EntryError):
                    readable(list(found[:-1]))
                    door.admit(found)
            if not isinstance(found, Note) and found.line not in lines[-1:]:
                lines.append(found.line)
    assert len(lines) == len(set(lines)), "each record's rows stand together, under a number of their own"
