"""What else a person takes or took, and what is known of each name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.values.timeline import DAY_S

LEAVES_SLOWLY = "leaves_slowly"
"""Group of medicines that act for weeks after the last one was taken."""

_STOP = "stop"


@dataclass(frozen=True, slots=True)
class Listed:
    """One name under which a person lists another medicine, drink, food or supplement.

    Parameters
    ----------
    written : as the person wrote it; where it was mapped in `person.toml`, `meant` says to what.
    meant : names of the medicines table that count; empty where the name is not known.
    maybe : what it may have been meant to be, closest first: asked, never counted.
    groups : of what counts. answers: what the person said of an unknown one: ``sleepy``, ``nerves``, ``heart``.
    current : taken in the weeks before the record's end, started and not stopped, or listed in `person.toml`.
    standing : listed in `person.toml`.
    ids : of its entries, in the order of time. first_s, last_s: the first and last of them; None without entries.
    kind : as in `Medicine`; empty where unknown.
    rest : words of the name that nothing is known of. denied: words of it that were read as not taken.
    mapped : named in the person's `medicine_names`.
    """

    written: str
    meant: tuple[str, ...]
    maybe: tuple[str, ...]
    groups: frozenset[str]
    answers: tuple[str, ...]
    current: bool
    standing: bool
    ids: tuple[str, ...]
    first_s: int | None
    last_s: int | None
    kind: str
    rest: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    mapped: bool = False


def listed_of(diary: Diary, knowledge: Knowledge, *, end_s: int) -> tuple[Listed, ...]:
    """Everything but kratom that a record lists, in the order of first mention; `person.toml` last.

    Names come from `medicine` rows, from doses that are not kratom, from `strategy` rows whose name is a known
    medicine and nothing else (from its start until its stop), from events ``started`` of one (until ``stopped``), and
    from `person.toml`. Amounts of zero and questions
    that were not answered do not count, and neither does a name like "no alcohol" (see `not_taken`).

    Parameters
    ----------
    end_s : the record's last entry, UTC seconds.

    Valid when: medicines were written down; that none is listed is no proof that none is taken.
    """
    known = (_known(each, diary, knowledge, end_s) for each in _mentions(diary, knowledge, end_s))
    return tuple(each for each in known if each.meant or each.maybe or each.rest)  # else it says "nothing"


def not_taken(diary: Diary, knowledge: Knowledge, *, end_s: int) -> tuple[str, ...]:
    """What was read as not taken, or not any more, each once and as it was written.

    Parameters
    ----------
    end_s : as in `listed_of`.
    """
    known = (_known(each, diary, knowledge, end_s) for each in _mentions(diary, knowledge, end_s))
    return tuple(dict.fromkeys(text for each in known for text in each.denied))


def _mentions(diary: Diary, knowledge: Knowledge, end_s: int) -> list[_Mention]:
    """Every name but kratom's, in the order of first mention; `person.toml` last."""
    found = {each.key: each for each in _written_down(diary, knowledge)}
    for each in _strategies(diary, knowledge, end_s):
        found[each.key] = found[each.key].joined(each) if each.key in found else each
    for each in _going_on(diary, knowledge, end_s):
        if each.key in found:  # its own entries say when it was taken; the start, that it goes on
            found[each.key] = replace(found[each.key], lasts_until=each.lasts_until)
        elif knowledge.medicine(each.written).medicines:
            found[each.key] = each
    ordered = sorted(found.values(), key=lambda each: (each.first_s, each.key))
    for written in diary.person.medicines:
        key = _plain(written)
        if diary.substance_of(key, knowledge) == "kratom":
            continue
        if key in found:
            at = next(i for i, each in enumerate(ordered) if each.key == key)
            ordered[at] = replace(ordered[at], standing=True)
        else:
            found[key] = _Mention(key, written, standing=True)
            ordered.append(found[key])
    return ordered


@dataclass(frozen=True, slots=True)
class _Mention:
    """One name with its entries, before anybody asks what it means."""

    key: str
    written: str
    times: tuple[int, ...] = field(default=())
    ids: tuple[str, ...] = ()
    standing: bool = False
    lasts_until: int | None = None

    @property
    def first_s(self) -> int:
        return self.times[0]

    def joined(self, other: _Mention) -> _Mention:
        """The same name from two kinds of entry, its entries in the order of time."""
        both = sorted({*zip(self.times, self.ids, strict=True), *zip(other.times, other.ids, strict=True)})
        times, ids = (tuple(each) for each in zip(*both, strict=True))
        return replace(self, times=times, ids=ids, lasts_until=other.lasts_until)


def _written_down(diary: Diary, knowledge: Knowledge) -> Iterator[_Mention]:
    for key, written, rows in _by_name(taken(diary.entries)):
        product = diary.is_kratom(written, knowledge)
        if product and not _is_hydroxy(key, diary, knowledge):
            continue
        # a dose of a 7-OH product is no other medicine; a medicine row of it is
        counted = rows.of_kind(Kind.MEDICINE) if product else rows
        if len(counted):
            yield _Mention(key, written, tuple(counted.time_s.tolist()), tuple(counted.id.tolist()))


def taken(entries: Columns) -> Columns:
    """Doses and medicines that were taken: none of zero, none without an answer."""
    kinds = [list(Kind).index(each) for each in (Kind.DOSE, Kind.MEDICINE)]
    there = np.isin(entries.kind, kinds) & (entries.answer != Answer.DECLINED) & ~(entries.value == 0)
    return entries.take(there)


def _is_hydroxy(key: str, diary: Diary, knowledge: Knowledge) -> bool:
    return diary.substance_of(key, knowledge) != "kratom" and key != "trial capsule"


def _strategies(diary: Diary, knowledge: Knowledge, end_s: int) -> Iterator[_Mention]:
    """Medicines that are tried: taken from the first row to the last one's stop, or to the record's end."""
    for key, written, rows in _by_name(diary.entries.of_kind(Kind.STRATEGY)):
        known = knowledge.medicine(written)
        if not known.medicines or known.rest or diary.is_kratom(written, knowledge):
            continue
        times = rows.time_s.tolist()
        until = times[-1] if _plain(rows.text[len(rows) - 1]) == _STOP else end_s
        yield _Mention(key, written, tuple(times), tuple(rows.id.tolist()), lasts_until=until)


def _going_on(diary: Diary, knowledge: Knowledge, end_s: int) -> Iterator[_Mention]:
    """Medicines that were started and not stopped: taken until the record's end."""
    for each in diary.going_on(knowledge):
        known = knowledge.medicine(each.written)
        if not known.rest and not known.denied and not diary.is_kratom(each.written, knowledge):
            yield _Mention(_plain(each.written), each.written, (each.since_s,), (each.id,), lasts_until=end_s)


def _by_name(rows: Columns) -> Iterator[tuple[str, str, Columns]]:
    """Rows by their name without case, batch and spaces; each with its first spelling."""
    if not len(rows):
        return
    keys = [_plain(word.partition("#")[0]) for word in rows.name.vocabulary]
    place = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    which = np.array([place[key] for key in keys])[rows.name.codes]
    for at in np.unique(which).tolist():
        chosen = rows.take(which == at)
        written = " ".join(chosen.name[0].partition("#")[0].split())
        yield _plain(written), written, chosen


def _known(mention: _Mention, diary: Diary, knowledge: Knowledge, end_s: int) -> Listed:
    """The same name with what is known of it."""
    answers = {_plain(written): said for written, said in diary.person.medicine_answers}
    name = diary.person.meaning(mention.written)
    known = knowledge.medicine(name)
    meant = tuple(dict.fromkeys(each.name for each in known.medicines))
    groups = frozenset[str]().union(*(knowledge.groups_of(each) for each in meant))
    last_s = max([*mention.times[-1:], *([mention.lasts_until] if mention.lasts_until else [])], default=None)
    recent_d = knowledge.choice(f"safety_medicine_{'slow' if LEAVES_SLOWLY in groups else 'recent'}_d")
    return Listed(
        written=mention.written, meant=meant, maybe=tuple(each.name for each in known.maybe),
        groups=groups, answers=() if meant else answers.get(mention.key, ()),
        current=mention.standing or (last_s is not None and end_s - last_s <= recent_d * DAY_S),
        standing=mention.standing, ids=mention.ids, first_s=mention.times[0] if mention.times else None, last_s=last_s,
        kind=known.medicines[0].kind if meant else "",
        rest=tuple(each for each in known.rest if each not in known.denied), denied=known.denied,
        mapped=name != mention.written,
    )  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def names_of(listed: Iterable[Listed]) -> tuple[str, ...]:
    """What the names mean, each once, as it stands in the medicines table; an unknown one as it was written."""
    return tuple(dict.fromkeys(name for each in listed for name in (each.meant or (each.written,))))
