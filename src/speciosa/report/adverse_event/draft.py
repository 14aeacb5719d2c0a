"""The draft as one frozen value: each field with its answer and where that came from."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.report.adverse_event.challenge import Challenge
from speciosa.report.adverse_event.coded import named
from speciosa.report.adverse_event.products import OtherMedicine, SuspectProduct
from speciosa.report.adverse_event.reaction import Reaction
from speciosa.report.report import Made
from speciosa.safety import HelpLines, side_effects
from speciosa.values.gaps import NotAssessed

ASK = "ask"
"""What stands in place of a value that nobody has given yet."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Parameters
    ----------
    key : of the table, followed by ``.2`` and so on from the second product on.
    part, question, options, elements, required_by, holder : as in the table.
    record : what the record says; empty where it says nothing. ids : of the entries behind that.
    answer : the person's own words, exactly as they gave them; None where they gave none.
    hint : one sentence for whoever is asked; may be empty.
    words : the options as they stand in the table.
    product : number of the product that it is about, from 1; 0 where it is about none.
    """

    key: str
    part: str
    question: str
    options: tuple[str, ...]
    elements: tuple[str, ...]
    required_by: tuple[str, ...]
    holder: str
    record: str
    ids: tuple[str, ...]
    answer: str | None
    hint: str = ""
    product: int = 0
    words: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The person's words where there are any, else what the record says, else `ASK`."""
        return self.answer or self.record or ASK

    @property
    def state(self) -> str:
        """Where the value comes from: ``answer``, ``record`` or ``ask``."""
        return "answer" if self.answer else "record" if self.record else ASK

    @property
    def chosen(self) -> tuple[str, ...] | None:
        """Which of the options the value names, as words of the table; None where it says anything else."""
        return named(self.value, dict(zip((*self.options, *self.words), (*self.words, *self.words), strict=True)))

    def to_json(self) -> dict[str, object]:
        """Snake-case keys, in this order."""
        return {
            "key": self.key, "part": self.part, "question": self.question, "value": self.value, "from": self.state,
            "record": self.record or None, "ids": list(self.ids), "answer": self.answer, "hint": self.hint or None,
            "options": list(self.options), "required_by": list(self.required_by), "held_by": self.holder,
            "e2b_r3": list(self.elements),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One office that takes such reports: its name, address, what it takes, and when somebody looked."""

    name: str
    address: str
    takes: str
    checked: str


@dataclass(frozen=True, slots=True)
class LabValue:
    """One laboratory value, and the laboratory's own upper limit of it in the same unit; None where none is known."""

    day: int
    name: str
    value: float
    unit: str
    id: str
    limit: float | None


@dataclass(frozen=True, slots=True, eq=False)
class AdverseEventDraft:
    """A report of one side effect, as far as it can be written. It is a draft: the person sends it, or not.

    Parameters
    ----------
    made : how the report behind it was made. simulated : this person was made up by a computer.
    reaction : what is reported. products : what is suspected. medicines : what else was taken.
    forms : which forms its fields belong to, by the person's country.
    fields : in the order of the table; those of products once for each.
    notes : what the person wrote beside the entries of it, with day; only where they asked for that.
    causality : items of causality scales, for professionals; None where they are not asked here. challenge : what
        the record holds of stopping and starting again.
    days : local days on which it began and was last there. birth_year, sex, weight_kg : of the person.
    begins_with_it : the record begins with a dose, so the first one may be an earlier one.
    tests : laboratory values near it.
    gaps : what was not looked at, and why.
    help : how to reach help. young : under 18, or may be. now : the answers say that it is, or was, dangerous.
    dont_stop : the sentence that stands beside every word of harm.
    country : ISO code, lower case; empty where it is not known. country_said : the person named it; else it is read
        from the time zone of the record.
    """

    made: Made
    simulated: bool
    reaction: Reaction
    products: tuple[SuspectProduct, ...]
    medicines: tuple[OtherMedicine, ...]
    forms: tuple[str, ...]
    fields: tuple[Field, ...]
    notes: tuple[tuple[int, str], ...]
    causality: side_effects.SideEffect | None
    challenge: Challenge
    days: tuple[int, int]
    birth_year: int | None
    begins_with_it: bool
    sex: str
    weight_kg: float | None
    tests: tuple[LabValue, ...]
    gaps: tuple[NotAssessed, ...]
    places: tuple[Place, ...]
    help: HelpLines
    young: bool
    now: bool
    dont_stop: str
    country: str
    country_said: bool

    def field(self, key: str) -> Field | None:
        """One field, or None where it does not apply."""
        return next((each for each in self.fields if each.key == key), None)

    def said(self, key: str) -> str:
        """What a field says; empty where it says nothing or does not apply."""
        found = self.field(key)
        return "" if found is None or found.state == ASK else found.value

    def of_product(self, key: str, number: int) -> Field | None:
        """The field of one product; where it has none of its own, that of the product before it."""
        found = [each for each in self.fields if each.key.partition(".")[0] == key and each.product]
        own = [each for each in found if each.product == number]
        same = [each for each in found if self._same_name(each.product, number)]
        return next(iter((*own, *same, *found)), None)

    def _same_name(self, one: int, other: int) -> bool:
        return bool(self.products) and self.products[one - 1].name == self.products[other - 1].name

    def counted(self, holder: str = "") -> tuple[int, int]:
        """How many fields have an answer, and how many there are; of one holder, or of all."""
        fields = [each for each in self.fields if not holder or each.holder == holder]
        return sum(each.state != ASK for each in fields), len(fields)


def questions(draft: AdverseEventDraft) -> tuple[Field, ...]:
    """What remains to be asked: what a form needs first, else in the order of the table."""
    remaining = [each for each in draft.fields if each.state == ASK]
    return tuple(sorted(remaining, key=lambda each: not each.required_by))
