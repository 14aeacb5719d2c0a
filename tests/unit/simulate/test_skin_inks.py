"""Paper and ink: the printed colour is the one that was sent, by spectra that differ from printer to printer."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_inks import other_inks, printed, printed_card, usual_inks
from speciosa.simulate.skin_spectra import observer_of
from speciosa.skin.card import PatchKind, card_of
from speciosa.skin.colour import WHITE, delta_e_00, lab_of, linear_of, xyz_of


@settings(max_examples=40)
@given(grey=st.integers(85, 195), off=st.tuples(*[st.integers(-25, 25)] * 3), seed=st.integers(0, 50))
def test_a_muted_colour_is_printed_as_it_was_sent_by_every_printer(
    knowledge: Knowledge, grey: int, off: tuple[int, int, int], seed: int
) -> None:
    srgb = (grey + np.array([off])).astype(float)
    inks = other_inks(knowledge, np.random.default_rng(seed))
    observer = observer_of(knowledge)
    seen = printed(srgb, inks, knowledge) @ observer / (inks.paper @ observer) * WHITE
    assert delta_e_00(lab_of(seen), lab_of(xyz_of(linear_of(srgb / 255)))) == pytest.approx(0, abs=0.5)


def test_the_card_s_greys_and_skins_are_within_reach(knowledge: Knowledge) -> None:
    card = card_of(3, knowledge)
    inks = usual_inks(knowledge, patch_error=0.0)
    patches, black = printed_card(card, inks, knowledge)
    observer = observer_of(knowledge)
    seen = lab_of(patches @ observer / (inks.paper @ observer) * WHITE)
    sent = lab_of(xyz_of(linear_of(np.array([each.srgb for each in card.patches]) / 255)))
    muted = [each.kind is not PatchKind.COLOUR for each in card.patches]
    assert delta_e_00(seen, sent)[muted].max() < 0.5
    assert 0 < black.max() < 0.1


def test_two_printers_print_one_colour_with_two_spectra(knowledge: Knowledge) -> None:
    srgb = np.array([[179.0, 140.0, 115.0]])
    one, two = (printed(srgb, other_inks(knowledge, np.random.default_rng(seed)), knowledge) for seed in (1, 2))
    assert np.abs(one - two).max() > 0.02


def test_a_print_s_errors_are_its_own_and_as_large_as_said(knowledge: Knowledge) -> None:
    card = card_of(3, knowledge)
    exact, _ = printed_card(card, usual_inks(knowledge, patch_error=0.0), knowledge)
    first = usual_inks(knowledge, patch_error=0.04, print_number=1)
    prints = [printed_card(card, each, knowledge)[0] for each in (first, first, replace(first, print_number=2))]
    assert (prints[0] == prints[1]).all()
    assert (prints[0] != prints[2]).any()
    off = np.log(prints[0] / exact)
    assert np.sqrt((off**2).mean()) == pytest.approx(0.04, rel=0.4)
