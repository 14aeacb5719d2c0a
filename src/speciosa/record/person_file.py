"""`person.toml` and `products.csv`: what stands beside the diary in its folder."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomli_w

from speciosa.record.delimited import open_text, rows_of, separator_of
from speciosa.record.folder import PERSON_FILE, PRODUCTS_FILE
from speciosa.record.formula_guard import unguarded
from speciosa.record.person import Person, Product
from speciosa.record.whole_file import replacing
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_ALSO_WRITTEN = dict.fromkeys(("7-oh", "7oh", "7 oh", "7-hydroxy", "7-hmg"), "7-hydroxymitragynine")
BASES = ("assay", "label", "unknown")
_TABLES = ("medicine_names", "medicine_answers")
PAIN_SOURCES = ("injury", "illness", "nerve", "other", "unknown")
MEDICINE_ANSWERS = ("sleepy", "nerves", "heart", "none")


def read_person(folder: Path) -> tuple[Person, list[str]]:
    """The person, and a notice for each key that is not known.

    Raises
    ------
    EntryError : the file is damaged, or a key holds what it cannot hold. It is not passed over,
        because it may say what safety depends on.
    """
    path = folder / PERSON_FILE
    if not path.exists():
        return Person(), []
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise EntryError("this file can't be read", where=PERSON_FILE, todo="look at its permissions") from None
    except (ValueError, RecursionError) as problem:  # not TOML, not UTF-8, or numbers and brackets without end
        place = str(problem).rpartition("(")[2].strip(")") if "(at " in str(problem) else ""
        todo = 'write lines like sex = "f", and save it as UTF-8'
        raise EntryError("this file is not valid TOML", where=PERSON_FILE, why=place, todo=todo) from None
    notices = [f"{PERSON_FILE}: {key} is not known and was not used" for key in said if key not in _CHECKS]
    return checked_person({key: value for key, value in said.items() if key in _CHECKS}), notices


def checked_person(said: Mapping[str, Any]) -> Person:
    """The person of what was said, as `person.toml` or a form has it.

    Parameters
    ----------
    said : keys of `Person`; what was not said is missing. Lists are lists, tables are dictionaries.

    Raises
    ------
    EntryError : a key holds what it cannot hold.
    KeyError : a key is none of `Person`.

    Examples
    --------
    >>> checked_person({"country": "de", "medicines": ["ibuprofen"]}).country
    'DE'
    """
    return Person(**{key: _CHECKS[key](key, value) for key, value in said.items()})


def person_toml(person: Person) -> str:
    """What was said as TOML; what was not said is left out."""
    default = asdict(Person())
    said = {key: value for key, value in asdict(person).items() if value != default[key]}
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}
    plain |= {key: dict(said[key]) for key in _TABLES if key in said}
    return tomli_w.dumps(plain)  # which writes tables last, as TOML wants them


def write_person(folder: Path, person: Person) -> None:
    """Write `person.toml` anew."""
    with replacing(folder / PERSON_FILE) as file:
        file.write(person_toml(person))


def add_time_zone(folder: Path, zone_name: str) -> None:
    """Put the time zone above what stands in `person.toml`, which stays as the person wrote it."""
    path = folder / PERSON_FILE
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    with replacing(path) as file:
        file.write(person_toml(Person(time_zone=zone_name)) + text)


def read_products(folder: Path) -> tuple[tuple[Product, ...], list[str]]:
    """The products, and a notice for each row or column that was not understood."""
    path = folder / PRODUCTS_FILE
    if not path.exists():
        return (), []
    products: list[Product] = []
    notices: list[str] = []
    names = [each.name for each in fields(Product)]
    with open_text(path) as file:
        header = file.readline()
        separator = separator_of(header)
        columns = [cell.strip().strip('"').lower() for cell in header.rstrip("\r\n").split(separator)]
        if "product" not in columns:
            raise EntryError("the header has no column product", where=PRODUCTS_FILE, todo=f"write {','.join(names)}")
        notices += [f"{PRODUCTS_FILE}: the column {column} is not known" for column in columns if column not in names]
        for row in rows_of(file, separator, len(columns), line=1):
            if isinstance(row, Refused):
                notices.append(f"{PRODUCTS_FILE} line {row.line}: {row.why}")
                continue
            line, cells = row
            try:
                said = {
                    column: unguarded(cell.strip())
                    for column, cell in zip(columns, cells, strict=False)
                    if column in names
                }
                products.append(checked_product(said, decimal_comma=separator == ";"))
            except EntryError as problem:
                notices.append(f"{PRODUCTS_FILE} line {line}: {problem.reason}")
    return tuple(products), notices


def known_zone(name: str, where: str) -> str:
    """The name of a time zone that exists.

    Raises
    ------
    EntryError : it does not; `where` says who named it.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise EntryError("this time zone is not known", where=where, todo="write one like Europe/Berlin") from None
    return name


def checked_product(said: Mapping[str, str], *, decimal_comma: bool = False) -> Product:
    """A product of what was said, as a line of `products.csv` or a form has it.

    Parameters
    ----------
    said : fields of `Product` as text; empty or missing where not known.
    decimal_comma : ``2,5`` is two and a half.

    Raises
    ------
    EntryError : it names no product, or a field holds what it cannot hold.

    Examples
    --------
    >>> checked_product({"product": "red leaf", "mitragynine_mg_per_g": "14"}).mitragynine_mg_per_g
    14.0
    """
    values: dict[str, Any] = {key: text for key, text in said.items() if text}
    if "product" not in values:
        raise EntryError("this row names no product", todo="fill the column product")
    for key in ("mitragynine_mg_per_g", "hydroxymitragynine_mg_per_g", "unit_weight_g"):
        if key in values:
            values[key] = _strength(key, values[key].replace(",", ".") if decimal_comma else values[key])
    if values.get("basis", "unknown") not in BASES:
        raise EntryError("this basis is not known", todo="write assay, label or unknown")
    if "substance" in values:
        values["substance"] = _ALSO_WRITTEN.get(values["substance"].lower(), values["substance"])
    return Product(**values)


def _strength(key: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    most = 1000.0
    if not 0 <= number <= most:
        raise EntryError(f"{key} is not a number from 0 to {most:g}", todo="leave it empty where it is not known")
    return number


def _words(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise EntryError(f"{key} should be text in quotes", where=PERSON_FILE, todo=f'write {key} = "..."')
    return value.strip()


def _zone(key: str, value: Any) -> str:
    return known_zone(_words(key, value), PERSON_FILE)


def _list(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise EntryError(f"{key} should be a list of texts", where=PERSON_FILE, todo=f'write {key} = ["...", "..."]')
    return tuple(each.strip() for each in value)


def _truth(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise EntryError(
            f"{key} should be true or false", where=PERSON_FILE, todo=f"write {key} = true or {key} = false"
        )
    return value


def _between(low: float, high: float, kind: type[int | float]) -> Callable[[str, Any], float | int]:
    def check(key: str, value: Any) -> float | int:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low <= value <= high or kind(value) != value:
            whole = "whole " if kind is int else ""
            what = f"{key} should be a {whole}number from {low:g} to {high:g}"
            raise EntryError(what, where=PERSON_FILE, todo="correct it")
        return kind(value)

    return check


def _country(key: str, value: Any) -> str:
    code = _words(key, value).upper()
    if len(code) != 2 or not code.isalpha():
        raise EntryError(f"{key} should be two letters", where=PERSON_FILE, todo='write country = "DE"')
    return code


def _uuid(key: str, value: Any) -> str:
    try:
        return str(UUID(_words(key, value)))
    except ValueError:
        todo = "take the line away, or put back what stood there"
        raise EntryError(f"{key} should be a UUID", where=PERSON_FILE, todo=todo) from None


def _of(words: tuple[str, ...]) -> Callable[[str, Any], tuple[str, ...]]:
    def check(key: str, value: Any) -> tuple[str, ...]:
        said = tuple(each.lower() for each in _list(key, value))
        if not set(said) <= set(words):
            raise EntryError(f"{key} should hold only {', '.join(words)}", where=PERSON_FILE, todo="correct it")
        return said

    return check


def _named(key: str, value: Any, check: Callable[[str, Any], Any]) -> tuple[tuple[str, Any], ...]:
    if not isinstance(value, dict):
        todo = f'write a line [{key}] and below it lines like "its name" = ...'
        raise EntryError(f"{key} should be a table", where=PERSON_FILE, todo=todo)
    return tuple((name.strip(), check(key, each)) for name, each in value.items())


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "time_zone": _zone,
    "birth_year": _between(1900, 2100, int),
    "sex": _words,
    "weight_kg": _between(20, 400, float),
    "phototype": _between(1, 6, int),
    "latitude": _between(-90, 90, float),
    "conditions": _list,
    "medicines": _list,
    "pregnant": _truth,
    "breast_feeding": _truth,
    "drives": _truth,
    "country": _country,
    "emergency": _words,
    "crisis": _words,
    "pain_source": _of(PAIN_SOURCES),
    "pain_kind": _words,
    "medicine_names": lambda key, value: _named(key, value, _words),
    "medicine_answers": lambda key, value: _named(key, value, _of(MEDICINE_ANSWERS)),
    "primary_outcome": lambda key, value: _words(key, value).lower(),
    "record": _uuid,
    "simulated": _truth,
}
