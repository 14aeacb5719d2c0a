"""How the name of a medicine is read: shown beside it, so that a wrong reading is seen and can be mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from speciosa.knowledge import Knowledge
from speciosa.record import Person


@dataclass(frozen=True, slots=True)
class ReadName:
    """One name as it was written, and what it was read as.

    Parameters
    ----------
    written : by the person. named: names of the table that count. what: their groups in plain words.
    maybe : what it may have been meant to be: asked, never counted. denied: it says that it is not taken.
    answers : what the person said that it does, where it is not known.
    """

    written: str
    named: tuple[str, ...]
    what: tuple[str, ...]
    maybe: tuple[str, ...]
    denied: bool
    answers: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return bool(self.named) or self.denied


def read_all(names: Iterable[str], person: Person, knowledge: Knowledge) -> tuple[ReadName, ...]:
    """How each name is read.

    Parameters
    ----------
    person : whose own meanings of names go first.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> found, = read_all(["Ultram 50 mg"], Person(), load_knowledge())
    >>> found.named, found.is_known
    (('tramadol',), True)
    """
    return tuple(_read(each, person, knowledge) for each in names)


def _read(name: str, person: Person, knowledge: Knowledge) -> ReadName:
    found = knowledge.medicine(person.meaning(name))
    named = tuple(each.name for each in found.medicines)
    what = {each.group: each.what for each in knowledge.medicine_groups}
    groups = sorted({group for each in named for group in knowledge.groups_of(each)})
    plain = " ".join(name.split()).casefold()
    answers = next((said for key, said in person.medicine_answers if " ".join(key.split()).casefold() == plain), ())
    return ReadName(
        written=name, named=named, what=tuple(dict.fromkeys(what[each] for each in groups if each in what)),
        maybe=tuple(each.name for each in found.maybe), denied=bool(found.denied) and not named, answers=answers,
    )  # fmt: skip
