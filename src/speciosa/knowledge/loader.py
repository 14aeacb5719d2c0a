"""Everything that the tables say, read once and looked up by the words that people use."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from speciosa.knowledge.check import problems_in
from speciosa.knowledge.contents import BIBLIOGRAPHY, FILES, read_contents
from speciosa.knowledge.exposure_model import ExposureModel
from speciosa.knowledge.kinetic_rows import ExposureModifier, PkFinding, PkParameter, Receptor
from speciosa.knowledge.literature_rows import Code, Figure, Instrument, Interaction, RedFlag
from speciosa.knowledge.own_rows import BodySite, Choice, KnownSubstance, Outcome
from speciosa.knowledge.skin_rows import CardPatch, SkinCase, SkinCause, SkinQuestion
from speciosa.knowledge.spectral_rows import DerivedNumber, Spectrum, TanPair, ToneScore
from speciosa.knowledge.vocabulary import Better
from speciosa.knowledge.words import folded
from speciosa.values.errors import KnowledgeError
from speciosa.values.sources import Source


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
    adverse, content, red_flags, interactions, exposure_modifiers, pk_parameters, pk_findings, receptors,
        codes, card_patches, skin_causes, skin_cases, skin_questions, skin_tones, skin_tan : rows in file order.
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
    red_flags: tuple[RedFlag, ...]
    interactions: tuple[Interaction, ...]
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
    skin_locus: Mapping[str, DerivedNumber]
    skin_optics: Mapping[str, Choice]
    spectra: Mapping[str, Spectrum]
    exposure_models: Mapping[str, ExposureModel]
    _words: Mapping[str, Outcome] = field(repr=False)
    _products: Mapping[str, KnownSubstance] = field(repr=False)

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
        if plain.endswith(" pain"):
            return replace(self._words["pain"], word=plain, label=plain.capitalize(), aliases=())
        return Outcome(word=word, label=word, unit="nrs", better=Better.LOWER, aliases=(), known=False)

    def substance(self, product: str) -> KnownSubstance | None:
        """What a product word means, or None where no table row has it.

        Parameters
        ----------
        product : the product's name without its ``#batch``; case and spaces do not matter.

        Examples
        --------
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

    def interactions_with(self, medicine: str) -> tuple[Interaction, ...]:
        """Rows whose list of names has this medicine, in file order.

        An empty answer means "not known here", never "no interaction".

        Parameters
        ----------
        medicine : as the person wrote it; case, spaces and underscores do not matter.

        Examples
        --------
        >>> [each.key for each in load_knowledge().interactions_with("Naltrexone")]
        ['naltrexone']
        """
        return _named(self.interactions, medicine)

    def exposure_modifiers_for(self, medicine: str) -> tuple[ExposureModifier, ...]:
        """What a medicine may do to how the body clears kratom, one row a parameter, in file order.

        An empty answer means "not known here", never "nothing".

        Parameters
        ----------
        medicine : as the person wrote it; case, spaces and underscores do not matter.

        Examples
        --------
        >>> [each.parameter for each in load_knowledge().exposure_modifiers_for("Clarithromycin 500 mg")]
        ['f', 'cl', 'fm', 'fp', 'clm']
        """
        return _named(self.exposure_modifiers, medicine)

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


@cache
def load_knowledge() -> Knowledge:
    """The tables that come with the package. Read at the first call, kept afterwards.

    Raises
    ------
    KnowledgeError : a table breaks its rules; names the first broken thing.

    Examples
    --------
    >>> knowledge = load_knowledge()
    >>> knowledge.body_sites["arm_inner_left"].covered
    True
    """
    folder = Path(__file__).parent / "data"
    return knowledge_from({name: (folder / name).read_bytes() for name in FILES})


def knowledge_from(files: Mapping[str, bytes]) -> Knowledge:
    """The same from given files: for tests and for somebody's own tables.

    Parameters
    ----------
    files : bytes by file name, e.g. ``choices.csv``; every table and the bibliography.

    Raises
    ------
    KnowledgeError : a table breaks its rules; names the first broken thing.
    """
    try:
        texts = {name: raw.decode("utf-8-sig") for name, raw in files.items()}
    except UnicodeDecodeError as error:
        raise KnowledgeError("a table is not UTF-8", why=str(error.reason)) from None
    contents, problems = read_contents(texts)
    problems += problems_in(contents)
    if problems:
        raise KnowledgeError(problems[0], todo="run python -m speciosa.knowledge --check to see all")
    rows = contents.rows
    return Knowledge(
        version=_version(files),
        bibliography=contents.sources,
        instruments=_by("key", rows["instruments"]),
        outcomes=_by("word", rows["outcomes"]),
        substances=_by("product", rows["substances"]),
        body_sites=_by("site", rows["body_sites"]),
        choices=_by("key", rows["choices"]),
        simulation=_by("key", rows["simulation"]),
        adverse=tuple(rows["adverse"]),
        content=tuple(rows["content"]),
        red_flags=tuple(rows["red_flags"]),
        interactions=tuple(rows["interactions"]),
        exposure_modifiers=tuple(rows["exposure_modifiers"]),
        pk_parameters=tuple(rows["pk_parameters"]),
        pk_findings=tuple(rows["pk_findings"]),
        receptors=tuple(rows["receptors"]),
        codes=tuple(rows["codes"]),
        card_patches=tuple(rows["card_patches"]),
        skin_causes=tuple(rows["skin_causes"]),
        skin_cases=tuple(rows["skin_cases"]),
        skin_questions=tuple(rows["skin_questions"]),
        skin_tones=tuple(rows["skin_tones"]),
        skin_tan=tuple(rows["skin_tan"]),
        skin_locus=_by("key", rows["skin_locus"]),
        skin_optics=_by("key", rows["skin_optics"]),
        spectra=contents.spectra,
        exposure_models=contents.models,
        _words=_by_word("word", rows["outcomes"]),
        _products=_by_word("product", rows["substances"]),
    )


def _value_of(rows: Mapping[str, Choice], key: str, file: str) -> float:
    if key not in rows:
        raise KnowledgeError("no such choice", where=key, todo=f"add a row with a why to {file}")
    return rows[key].value


_STRENGTH = re.compile(r"\s+\d.*$")  # Clarithromycin 500 mg
_Named = TypeVar("_Named", Interaction, ExposureModifier)


def _named(rows: tuple[_Named, ...], medicine: str) -> tuple[_Named, ...]:
    wanted = {folded(medicine), folded(_STRENGTH.sub("", medicine))}
    return tuple(row for row in rows if any(folded(name) in wanted for name in row.names))


def _by(column: str, rows: Iterable[Any]) -> Mapping[str, Any]:
    return {getattr(row, column): row for row in rows}


def _by_word(column: str, rows: Iterable[Any]) -> Mapping[str, Any]:
    return {folded(word): row for row in rows for word in (getattr(row, column), *row.aliases)}


def _version(files: Mapping[str, bytes]) -> str:
    """Line ends do not count: a checkout on another system has the same version."""
    digest = hashlib.sha256()
    for name in sorted(files):
        raw = files[name].replace(b"\r\n", b"\n")
        digest.update(f"{name} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()[:12]
