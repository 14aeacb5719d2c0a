"""What an entry tells of: by its kind, and where its words name kratom or another medicine, by those."""

from __future__ import annotations

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.record.kinds import RETRACTED

_KIND_OF = {
    Kind.DOSE: "doses", Kind.NO_DOSE: "doses", Kind.ASSIGNMENT: "doses", Kind.MEDICINE: "medicines",
    Kind.SYMPTOM: "symptoms", Kind.LAB: "symptoms", Kind.EVENT: "symptoms", Kind.SUN: "skin", Kind.PHOTO: "skin",
}  # fmt: skip
_OF_TAKING = frozenset({"started", "stopped", "start", "stop", "begonnen", "abgesetzt"})
_OF_A_PRODUCT = "product_changed"
_OF_SKIN = ("phone_changed", "lamp_changed")
_NOTHING: frozenset[str] = frozenset()


class About:
    """Says of an entry's words which parts they tell of.

    Parameters
    ----------
    diary : whose product list, lists of medicines and entries say what its own names mean.
    """

    def __init__(self, diary: Diary, knowledge: Knowledge) -> None:
        self._diary, self._knowledge = diary, knowledge
        person, history = diary.person, diary.history
        names = {*person.medicines, *(each for pair in person.medicine_names for each in pair)}
        names |= set(history.of_kind(Kind.MEDICINE).name.tolist())
        names |= {each for each in set(history.of_kind(Kind.DOSE).name.tolist()) if not self._is_kratom(each)}
        self._own = {plain for each in names if (plain := _plain(each)) and not self._is_kratom(each)}

    def parts_of(self, kind: Kind, name: str, text: str) -> frozenset[str]:
        """Keys of `leaving.PARTS`, all of which have to leave for the entry to; none where it only takes back.

        Parameters
        ----------
        text : of an event, what it is about.
        """
        if kind is Kind.EVENT:
            return self._parts_of_event(name, text)
        if kind is Kind.DOSE:
            return frozenset({"doses" if self._is_kratom(name) else "medicines"})
        if kind is Kind.STRATEGY:
            return self._named(name) or frozenset({"scores"})
        return frozenset({_KIND_OF.get(kind, "scores")})

    def _parts_of_event(self, name: str, text: str) -> frozenset[str]:
        if name == RETRACTED:
            return _NOTHING
        if name in _OF_SKIN:
            return frozenset({"skin"})
        word, told = name.strip().casefold(), self._named(text)
        if word in _OF_TAKING and text.strip():
            return told or frozenset({"medicines"})  # of a name that nobody knows it is the safer guess
        if word in _OF_TAKING or word == _OF_A_PRODUCT:
            return told or frozenset({"doses"})
        own = self._named(name)
        return own if own | told == {"doses"} and own else own | told | {"symptoms"}

    def _named(self, words: str) -> frozenset[str]:
        """What these words name: kratom, other medicines, both, or neither."""
        found = {"doses"} if self._is_kratom(words) else set()
        seen = self._knowledge.medicine(words)
        guesses = () if found else seen.maybe  # the name of a leaf may look like one of a medicine
        known = {each.name for each in (*seen.medicines, *guesses)}
        for denied in map(str.split, seen.denied):  # "no tramadol" names tramadol, too
            pieces = (*denied, *(" ".join(denied[at:]) for at in range(1, len(denied))))
            known |= {each.name for piece in pieces for each in self._knowledge.medicine(piece).medicines}
        plain = f" {_plain(words)} "
        is_own = any(f" {each} " in plain for each in self._own)
        if is_own or any(not self._is_kratom(each) for each in known):
            found.add("medicines")
        return frozenset(found)

    def _is_kratom(self, words: str) -> bool:
        return "kratom" in words.lower() or self._diary.is_kratom(words, self._knowledge)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
