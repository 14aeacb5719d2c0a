"""Everything that the tables say, looked up by the words that people use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from speciosa.knowledge.contents import BIBLIOGRAPHY
from speciosa.knowledge.exposure_model import ExposureModel
from speciosa.knowledge.kinetic_rows import ExposureModifier, PkFinding, PkParameter, Receptor
from speciosa.knowledge.literature_rows import Code, Figure, Instrument
from speciosa.knowledge.medicine_names import recognise
from speciosa.knowledge.medicine_rows import Condition, Interaction, Medicine, MedicineGroup, Recognised
from speciosa.knowledge.outcome_names import NearWords
from speciosa.knowledge.own_rows import BodySite, Choice, KnownSubstance, Outcome
from speciosa.knowledge.report_rows import ReportField, ReportPlace
from speciosa.knowledge.safety_rows import (
    Advice,
    CausalityAnswer,
    Claim,
    Function,
    Help,
    Item,
    SafetyRule,
    WhoUmcCriterion,
)  # fmt: skip
from speciosa.knowledge.skin_rows import CardPatch, SkinCase, SkinCause, SkinQuestion
from speciosa.knowledge.spectral_rows import DerivedNumber, Spectrum, TanPair, ToneScore
from speciosa.knowledge.vocabulary import Better
from speciosa.values.errors import KnowledgeError
from speciosa.values.sources import Source
from speciosa.values.words import folded


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """What the literature says, and where we chose ourselves.

    Two of them are compared by `version`. The mappings are for reading only; they are plain
    dictionaries because a process pool has to be able to send them.

    Parameters
    ----------
    version : 12 hexadecimal digits over all data files; any edit changes it.
    bibliography : sources by key.
    instruments, outcomes, body_sites, choices, skin_locus, skin_optics : rows by their key (`Outcome`: by its word).
    simulation : what is true of simulated people, by its key; choices of ours, too.
    substances : rows by their product word.
    safety_rules, advice, help_lines, medicines, functions, report_fields : rows by their key (`Medicine`: by its
        name).
    adverse, content, interactions, conditions, medicine_groups, causality, who_umc, instrument_items, claims,
        exposure_modifiers, pk_parameters, pk_findings, receptors, codes, card_patches, skin_causes, skin_cases,
        skin_questions, skin_tones, skin_tan, report_places : rows in file order.
    spectra : light, pigments, skin, paper, inks and a phone's camera by wavelength, by their key.
    exposure_models : how bodies take up, move and clear a substance, by its key.
    """

    version: str
    bibliography: Mapping[str, Source]
    instruments: Mapping[str, Instrument]
    outcomes: Mapping[str, Outcome]
    substances: Mapping[str, KnownSubstance]
    body_sites: Mapping[str, BodySite]
    choices: Mapping[str, Choice]
    simulation: Mapping[str, Choice]
    adverse: tuple[Figure, ...]
    content: tuple[Figure, ...]
    safety_rules: Mapping[str, SafetyRule]
    advice: Mapping[str, Advice]
    help_lines: Mapping[str, Help]
    functions: Mapping[str, Function]
    medicines: Mapping[str, Medicine]
    medicine_groups: tuple[MedicineGroup, ...]
    interactions: tuple[Interaction, ...]
    conditions: tuple[Condition, ...]
    causality: tuple[CausalityAnswer, ...]
    who_umc: tuple[WhoUmcCriterion, ...]
    instrument_items: tuple[Item, ...]
    claims: tuple[Claim, ...]
    exposure_modifiers: tuple[ExposureModifier, ...]
    pk_parameters: tuple[PkParameter, ...]
    pk_findings: tuple[PkFinding, ...]
    receptors: tuple[Receptor, ...]
    codes: tuple[Code, ...]
    card_patches: tuple[CardPatch, ...]
    skin_causes: tuple[SkinCause, ...]
    skin_cases: tuple[SkinCase, ...]
    skin_questions: tuple[SkinQuestion, ...]
    skin_tones: tuple[ToneScore, ...]
    skin_tan: tuple[TanPair, ...]
    report_fields: Mapping[str, ReportField]
    report_places: tuple[ReportPlace, ...]
    skin_locus: Mapping[str, DerivedNumber]
    skin_optics: Mapping[str, Choice]
    spectra: Mapping[str, Spectrum]
    exposure_models: Mapping[str, ExposureModel]
    _words: Mapping[str, Outcome] = field(repr=False)
    _products: Mapping[str, KnownSubstance] = field(repr=False)
    _medicines: Mapping[str, Medicine] = field(repr=False)
    _groups: Mapping[str, frozenset[str]] = field(repr=False)
    _near: NearWords = field(repr=False)

    def outcome(self, word: str) -> Outcome:
        """What a rated word means.

        Parameters
        ----------
        word : as the person wrote it; case, spaces and underscores do not matter.

        Returns
        -------
        its row; a pain of some part (``knee pain``) is one of its own that is read like ``pain``;
        any other word that the table lacks has ``known=False`` and takes lower as better, which a
        report then has to say.

        Examples
        --------
        >>> from speciosa.knowledge import load_knowledge
        >>> knowledge = load_knowledge()
        >>> knowledge.outcome("Sleep quality").better.value
        'higher'
        >>> knowledge.outcome("Knee  pain").word, knowledge.outcome("knee pain").known
        ('knee pain', True)
        >>> knowledge.outcome("gloom").known
        False
        """
        found = self._words.get(folded(word))
        if found:
            return found
        plain = " ".join(word.lower().split())
        signs = [each for each in self._near.within(plain) if each.word != "pain"]
        if plain.endswith(" pain") and not signs:
            return replace(self._words["pain"], word=plain, label=plain.capitalize(), aliases=())
        return Outcome(word=word, label=word, unit="nrs", better=Better.LOWER, aliases=(), known=False)

    def near_outcomes(self, word: str) -> tuple[Outcome, ...]:
        """What an unknown rated word may have been meant to be, the closest first: to be asked, never to be counted.

        A slip or two, or the same words in another order.

        Examples
        --------
        >>> from speciosa.knowledge import load_knowledge
        >>> [each.word for each in load_knowledge().near_outcomes("siezure")]
        ['seizure']
        """
        if self._words.get(folded(word)):
            return ()
        return self._near.to(word)

    def substance(self, product: str) -> KnownSubstance | None:
        """What a product word means, or None where no table row has it.

        Parameters
        ----------
        product : the product's name without its ``#batch``; case and spaces do not matter.

        Examples
        --------
        >>> from speciosa.knowledge import load_knowledge
        >>> load_knowledge().substance("Red  Bali").substance
        'kratom'
        >>> load_knowledge().substance("ibuprofen") is None
        True
        """
        return self._products.get(folded(product))

    def choice(self, key: str) -> float:
        """One of our own thresholds, in the unit that its row states.

        Raises
        ------
        KnowledgeError : there is no such choice.
        """
        return _value_of(self.choices, key, "choices.csv")

    def simulated(self, key: str) -> float:
        """One number of simulated people, in the unit that its row states.

        Raises
        ------
        KnowledgeError : there is no such number.
        """
        return _value_of(self.simulation, key, "simulation.csv")

    def medicine(self, written: str) -> Recognised:
        """What a name of another medicine means, and what it may have been meant to be.

        Parameters
        ----------
        written : as the person wrote it, with amounts, brands, marks, in other languages.

        Examples
        --------
        >>> from speciosa.knowledge import load_knowledge
        >>> [each.name for each in load_knowledge().medicine("Naltrexone 50 mg").medicines]
        ['naltrexone']
        """
        return recognise(written, self._medicines)

    def groups_of(self, medicine: str) -> frozenset[str]:
        """The groups of one row of the medicines table; of a mixture those of its parts, too.

        An empty answer means "not known here", never "none".
        """
        row = self.medicines.get(medicine)
        parts = row.parts if row else ()
        return self._groups.get(medicine, frozenset()).union(*(self._groups.get(each, frozenset()) for each in parts))

    def interactions_with(self, medicine: str) -> tuple[Interaction, ...]:
        """Rows that name a group of this medicine, in file order.

        An empty answer means "not known here", never "no interaction".

        Parameters
        ----------
        medicine : as the person wrote it; only what it surely names counts.

        Examples
        --------
        >>> from speciosa.knowledge import load_knowledge
        >>> [each.key for each in load_knowledge().interactions_with("Naltrexone")]
        ['naltrexone', 'liver_medicines']
        """
        groups = self._groups_in(medicine)
        return tuple(row for row in self.interactions if groups.intersection(row.groups))

    def exposure_modifiers_for(self, medicine: str) -> tuple[ExposureModifier, ...]:
        """What a medicine may do to how the body clears kratom, one row a parameter, in file order.

        An empty answer means "not known here", never "nothing".

        Parameters
        ----------
        medicine : as the person wrote it; case, spaces and underscores do not matter.

        Examples
        --------
        >>> from speciosa.knowledge import load_knowledge
        >>> [each.parameter for each in load_knowledge().exposure_modifiers_for("Clarithromycin 500 mg")]
        ['f', 'cl', 'fm', 'fp', 'clm']
        """
        groups = self._groups_in(medicine)
        return tuple(row for row in self.exposure_modifiers if row.group in groups)

    def _groups_in(self, written: str) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        return found.union(*(self.groups_of(each.name) for each in self.medicine(written).medicines))

    def cite(self, keys: Iterable[str]) -> tuple[Source, ...]:
        """Sources of these keys, each once, in the order of their keys.

        Raises
        ------
        KnowledgeError : a key is not in the bibliography.
        """
        unique = sorted(set(keys))
        missing = [key for key in unique if key not in self.bibliography]
        if missing:
            raise KnowledgeError("no such source", where=missing[0], todo=f"add it to {BIBLIOGRAPHY}")
        return tuple(self.bibliography[key] for key in unique)


def _value_of(rows: Mapping[str, Choice], key: str, file: str) -> float:
    if key not in rows:
        raise KnowledgeError("no such choice", where=key, todo=f"add a row with a why to {file}")
    return rows[key].value
