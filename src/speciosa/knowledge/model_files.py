"""Text of a model's two files in, the model and a list of what is wrong with it out."""

from __future__ import annotations

import csv
import io
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeGuard

from speciosa.knowledge.exposure_model import ExposureModel, ModelCalibration, ModelParameter, model_files
from speciosa.knowledge.vocabulary import PARAMETER_KINDS, UNITS
from speciosa.values.sources import HowRead

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SETS_MADE_FROM = "# Written by `python -m speciosa.exposure` from inputs "
"""First line of a file of sets; the fingerprint of the inputs follows."""

_HEAD: Mapping[str, type] = {
    "key": str,
    "title": str,
    "analytes": list,
    "structure": str,
    "revision": int,
    "sources": list,
    "calibration": dict,
    "parameter": list,
}
_CALIBRATION: Mapping[str, tuple[type, ...]] = {
    "fitted_to": (list,),
    "sampled_h": (list,),
    "quantified_from_low_ng_ml": (int, float),
    "quantified_from_high_ng_ml": (int, float),
    "last_points": (int,),
    "model_log_error": (int, float),
    "candidates": (int,),
    "sets": (int,),
    "seed": (int,),
    "why": (str,),
}
_TEXTS = tuple(each.name for each in fields(ModelParameter) if each.default is MISSING)
_NUMBERS = ("typical", "between_person_log_sd", "low", "high")
_MADE_FROM = re.compile(re.escape(SETS_MADE_FROM) + r"([0-9a-f]{12})")


def read_exposure_model(key: str, toml_text: str, csv_text: str) -> tuple[ExposureModel | None, list[str]]:
    """One model from the text of its two files, and what is wrong with them.

    Parameters
    ----------
    key : the substance, one of `exposure_model.MODELS`.
    toml_text, csv_text : of ``<key>_model.toml`` and ``<key>_sets.csv``.

    Returns
    -------
    model, problems : None where anything is wrong; sentences like ``kratom_sets.csv line 4: ...``.
    """
    toml_name, csv_name = model_files(key)
    try:
        stated = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        return None, [f"{toml_name}: cannot be read: {error}"]
    problems = [f"{toml_name}: {each}" for each in _wrong_head(key, stated)]
    if problems:
        return None, problems
    parameters, problems = _read_parameters(toml_name, stated.pop("parameter"))
    names = tuple(name for name, each in parameters.items() if each.kind == "calibrated")
    made_from, rows, wrong = _read_sets(csv_name, csv_text, names)
    problems += wrong
    if problems:
        return None, problems
    calibration = ModelCalibration(**_with_tuples(stated.pop("calibration")))
    return ExposureModel(
        **_with_tuples(stated),
        calibration=calibration,
        parameters=parameters,
        set_names=names,
        sets=_frozen(rows),
        sets_made_from=made_from,
    ), []


def _wrong_head(key: str, stated: Mapping[str, Any]) -> list[str]:
    wrong = [
        f"lacks {name}, or it is no {kind.__name__}" for name, kind in _HEAD.items() if not _is(stated, name, kind)
    ]
    wrong += [f"has the unknown field {name}" for name in stated if name not in _HEAD]
    if wrong:
        return wrong
    if stated["key"] != key:
        wrong.append(f"key has to be {key}")
    calibration = stated["calibration"]
    wrong += [f"calibration lacks {name}" for name, kinds in _CALIBRATION.items() if not _is(calibration, name, *kinds)]
    wrong += [f"calibration has the unknown field {name}" for name in calibration if name not in _CALIBRATION]
    if not wrong and sorted(calibration["sampled_h"]) != calibration["sampled_h"]:
        wrong.append("calibration: sampled_h does not ascend")
    return wrong


def _read_parameters(file: str, entries: list[Any]) -> tuple[dict[str, ModelParameter], list[str]]:
    parameters: dict[str, ModelParameter] = {}
    problems = []
    for entry in entries:
        wrong = _wrong_with(entry)
        name = entry.get("name", "?") if isinstance(entry, dict) else "?"
        if name in parameters:
            wrong.append("stands twice")
        problems += [f"{file} [{name}]: {each}" for each in wrong]
        if not wrong:
            parameters[name] = ModelParameter(**{**_with_tuples(entry), "how_read": HowRead(entry["how_read"])})
    return parameters, problems


def _wrong_with(entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return ["is not a table"]
    known = {each.name for each in fields(ModelParameter)}
    wrong = [f"has the unknown field {name}" for name in entry if name not in known]
    wrong += [f"has no {name}" for name in _TEXTS if not (isinstance(entry.get(name), str) and entry[name])]
    wrong += [f"{name} is no positive number" for name in _NUMBERS if name in entry and not _positive(entry[name])]
    if wrong:
        return wrong
    if entry["unit"] not in UNITS:
        wrong.append(f"unit {entry['unit']!r} is not in the list")
    if entry["kind"] not in PARAMETER_KINDS:
        wrong.append(f"kind {entry['kind']!r} is none of {', '.join(sorted(PARAMETER_KINDS))}")
    if entry["how_read"] not in tuple(HowRead):
        wrong.append(f"how_read {entry['how_read']!r} is none of {', '.join(HowRead)}")
    if entry["how_read"] != HowRead.OWN_CHOICE and not entry.get("sources"):
        wrong.append("has no source and is not marked as our own choice")
    if ("low" in entry) != ("high" in entry) or entry.get("low", 0.0) > entry.get("high", math.inf):
        wrong.append("low and high do not make a range")
    if entry["kind"] == "calibrated" and ("low" not in entry or "typical" in entry):
        wrong.append("is calibrated: it needs a range to search, and its typical values stand in the sets")
    return wrong


def _read_sets(file: str, text: str, names: tuple[str, ...]) -> tuple[str, list[list[float]], list[str]]:
    first, _, table = text.partition("\n")
    made_from = _MADE_FROM.fullmatch(first.strip())
    reader = csv.reader(io.StringIO(table, newline=""))
    if made_from is None or tuple(next(reader, [])) != names:
        wrong = f"begins with {SETS_MADE_FROM!r} and a fingerprint, then the columns {', '.join(names)}"
        return "", [], [f"{file} line 1: {wrong}"]
    rows, problems = [], []
    for cells in reader:
        numbers = [_number(cell) for cell in cells]
        if len(numbers) != len(names) or not all(map(_positive, numbers)):
            problems.append(f"{file} line {reader.line_num + 1}: has to have {len(names)} positive numbers")
        rows.append(numbers)
    return made_from[1], rows, problems or ([] if rows else [f"{file}: has no set"])


def _with_tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}


def _is(entry: Mapping[str, Any], name: str, *kinds: type) -> bool:
    return type(entry.get(name)) in kinds


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _positive(value: Any) -> TypeGuard[float]:
    return type(value) in (int, float) and math.isfinite(value) and value > 0


def _frozen(rows: list[list[float]]) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415  only who asks for a model pays for it

    sets = np.array(rows, dtype=np.float64)
    sets.flags.writeable = False
    return sets
