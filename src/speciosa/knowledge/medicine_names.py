"""Which medicine a written name means: letter by letter, or else what it may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from speciosa.knowledge.medicine_entry import entry_of
from speciosa.knowledge.medicine_rows import Medicine, Recognised
from speciosa.values.words import folded

_MOST_MAYBE = 3


def recognise(written: str, names: Mapping[str, Medicine]) -> Recognised:
    """What a written name means.

    Only a name of the table counts, letter by letter up to case, marks and umlauts; a name that is nearly one is
    there to be asked about. Amounts, forms, times, salts and makers beside a name do not matter. An entry may name
    several medicines. What it denies (``no tramadol``, ``alcohol-free beer``) does not count; see `medicine_denial`.

    Parameters
    ----------
    written : with amounts, forms and brands as people write them.
    names : rows by every folded name and alias.

    Returns
    -------
    of a mixture the row and those of its parts; all of `rest` as it was written.

    Examples
    --------
    >>> rows = [Medicine("tramadol", ("ultram",), (), "medicine", ""), Medicine("sertraline", (), (), "medicine", "")]
    >>> names = {word: row for row in rows for word in (row.name, *row.aliases)}
    >>> [each.name for each in recognise("Tab. Ultram 50mg + Sertraline HCl 1-0-0", names).medicines]
    ['tramadol', 'sertraline']
    >>> found = recognise("tramadoll", names)
    >>> found.medicines, [each.name for each in found.maybe], found.rest
    ((), ['tramadol'], ('tramadoll',))
    >>> recognise("no tramadol", names).rest, recognise("none", names).rest
    (('no tramadol',), ())
    >>> recognise("tramadol if I can not sleep", names).denied, recognise("tramadol, stopped", names).denied
    ((), ('tramadol, stopped',))
    """
    read = entry_of(written, tuple(names))
    counted: list[Medicine] = []
    unsure: list[Medicine] = []
    rest = list(read.rest)
    for each in read.named:
        rows = _rows(each.names, names)
        salt = each.metal and each.follows and bool(counted) and counted[-1].kind == "medicine"
        if len(rows) > 1 or each.altered or _in_another(rows[0], _rows(each.longer, names)):
            unsure += rows
            rest.append(each.written)
        elif not salt:
            counted += rows
    counted += [names[folded(part)] for row in counted for part in row.parts if folded(part) in names]
    maybe = [row for row in _once([*_rows(read.near, names), *unsure]) if row not in counted]
    return Recognised(written, _once(counted), tuple(maybe[:_MOST_MAYBE]), tuple(rest), read.denied)


def _in_another(row: Medicine, longer: tuple[Medicine, ...]) -> bool:
    """Whether a name stands within a longer one that is slightly misspelt, and that is no mixture with it."""
    return bool(longer) and row not in longer and not any(row.name in each.parts for each in longer)


def _rows(keys: Iterable[str], names: Mapping[str, Medicine]) -> tuple[Medicine, ...]:
    return _once(names[key] for key in keys)


def _once(rows: Iterable[Medicine]) -> tuple[Medicine, ...]:
    return tuple(dict.fromkeys(rows))
