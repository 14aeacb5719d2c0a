"""MODEL.toml: which compartment model, and each parameter as a number or as a column of the event table."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from speciosa.exposure.event_tables.compartments import MAY_BE_ZERO, STRUCTURES, Structure
from speciosa.values.errors import EntryError

Said = float | str
"""A number, or the name of a column in capitals."""

_SAME = {"v1": "v", "q2": "q"}
"""NONMEM's names under TRANS4 that can mean one thing only."""
_DISPOSITION = frozenset(name for each in STRUCTURES.values() for name in each.takes)
_DOSING = {"f": "f", "alag": "alag", "rate": "r", "dur": "d"}
"""What belongs to a dose, and its letter before a compartment's number: r2, d1."""
_NUMBERED = re.compile(r"(f|alag|r|d)([1-9]\d?)")


@dataclass(frozen=True, slots=True)
class EventModel:
    """A model that event tables are simulated with.

    Parameters
    ----------
    structure : its compartments.
    disposition : cl, v, ... : constant within an ID.
    dosing : f, alag, rate, dur, and f1, alag2, r2, d1, ... : taken at each dose.
    notices : what was said and is not used.
    """

    structure: Structure
    disposition: Mapping[str, Said]
    dosing: Mapping[str, Said]
    notices: tuple[str, ...] = ()

    def columns(self) -> dict[str, str]:
        """Columns of the event table that it takes values from, each with the first parameter that does."""
        return {
            said: name for name, said in reversed((*self.disposition.items(), *self.dosing.items()))
            if isinstance(said, str)
        }  # fmt: skip

    def for_dose(self, what: str, cmt: int) -> tuple[str, Said] | None:
        r"""The parameter of a dose into this compartment: the numbered one, else the one for all.

        Parameters
        ----------
        what : ``f``, ``alag``, ``rate`` or ``dur``.
        cmt : 1, 2, ...

        Examples
        --------
        >>> model = read_model('[model]\nstructure="1cmt_oral"\n[parameters]\ncl=1\nv=9\nka=1\nf=0.5\nf2=1\n')
        >>> model.for_dose("f", 1), model.for_dose("f", 2), model.for_dose("alag", 1)
        (('f', 0.5), ('f2', 1.0), None)
        """
        for name in (f"{_DOSING[what]}{cmt}", what):
            if name in self.dosing:
                return name, self.dosing[name]
        return None


def read_model(text: str) -> EventModel:
    r"""A model from the text of MODEL.toml.

    Parameters
    ----------
    text : TOML with ``[model] structure`` and ``[parameters]``; names in any case. Clearances in L/h,
        volumes in L, rate constants in 1/h, lags and durations in h.

    Raises
    ------
    EntryError : not TOML, no such structure, or a parameter that is missing, unknown or impossible.

    Examples
    --------
    >>> model = read_model('[model]\nstructure = "1cmt"\n[parameters]\ncl = "CL"\nV = 20\n')
    >>> model.disposition["cl"], model.disposition["v"]
    ('CL', 20.0)
    """
    try:
        tables = tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        place = str(problem).rpartition("(")[2].strip(")") if "(at " in str(problem) else ""
        raise EntryError("the model is not valid TOML", why=place, todo="write lines like cl = 1.1") from None
    head, said = tables.get("model"), tables.get("parameters")
    if not isinstance(head, dict) or not isinstance(said, dict):
        what = "the model needs a table [model] with the structure and a table [parameters]"
        raise EntryError(what, todo='write [model], structure = "1cmt_oral", [parameters], cl = 1.1, ...')
    structure = _structure(head.get("structure"))
    unused = [f"[{each}]" for each in tables if each not in {"model", "parameters"}]
    unused += [f"[model] {each}" for each in head if each != "structure"]
    disposition: dict[str, Said] = {}
    dosing: dict[str, Said] = {}
    for key, value in said.items():
        name = _SAME.get(key.lower(), key.lower())
        if name in disposition or name in dosing:
            raise EntryError(f"the parameter {name} is given twice", todo="leave one out")
        if _is_dosing(name, structure):
            dosing[name] = _value(name, value, may_be_zero=name.rstrip("0123456789") in MAY_BE_ZERO)
        elif name not in _DISPOSITION:
            near = difflib.get_close_matches(name, [*_DISPOSITION, *_DOSING], 1)
            todo = f"did you mean {near[0]}?" if near else f"{structure.name} takes {_listed(structure)}"
            raise EntryError(f"the parameter {key} is not known", todo=todo)
        elif name in structure.takes:
            disposition[name] = _value(name, value, may_be_zero=name in MAY_BE_ZERO)
        else:
            unused.append(f"[parameters] {key}")
    _refuse_if_incomplete(structure, disposition)
    notices = tuple(f"{each} is not used by {structure.name}" for each in unused)
    return EventModel(structure, disposition, dosing, notices)


def _structure(name: object) -> Structure:
    if not isinstance(name, str) or name.strip().lower() not in STRUCTURES:
        what = "the structure is not known" if name is not None else "the model names no structure"
        raise EntryError(what, where="[model]", todo=f"write structure as one of {', '.join(STRUCTURES)}")
    return STRUCTURES[name.strip().lower()]


def _refuse_if_incomplete(structure: Structure, disposition: Mapping[str, Said]) -> None:
    missing = [name for name in structure.needs if name not in disposition]
    if missing:
        why = " (v is the central volume, v2 and v3 the peripheral ones)" if "v" in missing else ""
        what = f"{structure.name} needs {' and '.join(missing)}{why}"
        raise EntryError(what, where="[parameters]", todo=f"write {missing[0]} = a number or the name of a column")
    if structure.has_metabolite and not {"fm", "fp"} & set(disposition):
        what = f"{structure.name} needs fm or fp, or no metabolite is formed"
        raise EntryError(what, where="[parameters]", todo="write fm, fp or both")


def _is_dosing(name: str, structure: Structure) -> bool:
    """Whether it belongs to doses, for a compartment that there is."""
    numbered = _NUMBERED.fullmatch(name)
    if numbered is None:
        return name in _DOSING
    if int(numbered[2]) > len(structure.dosable):
        raise EntryError(f"{name} belongs to no compartment", why=structure.numbered, todo="correct the number")
    return True


def _value(name: str, value: object, *, may_be_zero: bool) -> Said:
    if isinstance(value, str) and value.strip():
        if re.fullmatch(r"[-+.,\d]+", value.strip()):
            raise EntryError(f"the parameter {name} is a number in quotes", todo="write it without them")
        return value.strip().upper()
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise EntryError(f"the parameter {name} is neither a number nor the name of a column", todo="correct it")
    if not math.isfinite(value) or value < 0 or (value == 0 and not may_be_zero):
        raise EntryError(
            f"the parameter {name} is not {'zero or more' if may_be_zero else 'above zero'}", todo="correct it"
        )
    return float(value)


def _listed(structure: Structure) -> str:
    return ", ".join([*structure.takes, *_DOSING])
