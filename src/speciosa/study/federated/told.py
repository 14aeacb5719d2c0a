"""In plain words: what is in a packet, what is not, what it is for, what to think of first, and how to take it back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from speciosa.effect.pooling import EvidencePacket
from speciosa.effect.pooling.packet import Summary
from speciosa.values.draws import earned_digits

_KIND = {
    "observational": "from your diary: it goes with kratom, and may not be because of it",
    "randomised_open": "from your own trial, in which chance decided and you could see what it was",
    "randomised_masked": "from your own blind trial",
}
_ASKS = {"one_step_less": "Your usual amount against a quarter less"}


class Told(NamedTuple):
    """Titles, and under each its lines."""

    title: str
    lines: tuple[str, ...]


def what_is_in(packet: EvidencePacket, label: str) -> tuple[Told, ...]:
    """Every field of a packet, in groups.

    Parameters
    ----------
    label : what a page calls the outcome.

    Examples
    --------
    >>> from speciosa.effect import Grade
    >>> from speciosa.effect.pooling import StagePrior
    >>> from speciosa.effect.pooling.packet import MadeWith, RecordSize
    >>> effect = Summary(Grade.OBSERVATIONAL, np.linspace(-1.6, -0.4, 200), StagePrior(0.0, 1.23))
    >>> made, size = MadeWith("0.1.0", "0" * 12), RecordSize(12, 180, 0)
    >>> packet = EvidencePacket("0" * 32, "pain", "nrs", "lower", 30, effect, (), (), 0.1, size, made)
    >>> what_is_in(packet, "pain")[0].lines[0]
    'a month on your usual pattern against one on none: pain about 1.0 lower, from 1.6 lower to 0.4 lower'
    """
    record, made = packet.record, packet.made_with
    lines = [*_number("a month on your usual pattern against one on none", packet.number("effect"), label)]
    for name, each in packet.contrasts:
        lines += _number(_ASKS.get(name, name), each, label)
    for dose, each in packet.dose_response:
        lines += _number(f"{100 * dose:g} % of your usual dose against none", each, label)
    if not packet.contrasts:
        lines.append("no answer about a quarter less: only a trial of your own gives one that can be sent")
    many = f"{record.weeks} whole weeks, about {record.ratings} scores (to the nearest ten), {record.blocks} blocks"
    return (
        Told("What your record says, as numbers:", tuple(lines)),
        Told(
            "What that rests on, coarsely:",
            (f"{many} of a trial", f"that it is about kratom and {label}, the unit, and which way is better"),
        ),
        Told(
            "What is needed to add people up:",
            (
                "for each number, what was assumed before your record was looked at, in three digits",
                f"how far the numbers can be trusted (k-hat {packet.k_hat:g})",
                f"the version of speciosa ({made.software}) and of its tables",
                "an id of 32 letters and digits: the same each time in this study, another in every other study",
            ),
        ),
    )


NOT_IN_IT = (
    "No entry, no date, no text: no dose in grams, no note, no name, no place, no photo, no other medicine.",
    "The secret behind your id stays on this machine. Nobody can tell from the id who you are.",
)
NOT_ANONYMOUS = (
    "It is about your health. Numbers like these are not anonymous by themselves: somebody who has your diary could "
    "tell that the packet belongs to it."
)
WHAT_FOR = (
    "The study can learn what kratom goes with, or does, in people like you, and how much people differ. It can't "
    "learn when you took what. You may learn nothing new for yourself."
)
WRITTEN = "It was written to this machine and sent nowhere. Writing it is not giving it: that is for you to do, or not."
NOT_AGREED = "It carries no consent, so no published pool takes it. To agree: read this, then use --agree."
AGREED = "It says that you agreed. You can take that back."
AGREE = "Do you agree that this study may use this packet?"


def how_to_take_back(named: str, study: str) -> str:
    """How a person withdraws.

    Parameters
    ----------
    named : how a command names the record.
    """
    call = f'speciosa study packet {named} --study "{study}" --withdraw --out withdraw.json'
    return (
        f"To take it back: {call}, and give that file to the study. It leaves you out of everything that is worked out "
        "from then on; what was published before stays, and tells no single person's number."
    )


def _number(what: str, number: Summary | None, label: str) -> list[str]:
    if number is None:
        return [f"{what}: no answer"]
    sd = number.variance**0.5
    low, high = np.quantile(number.values, [0.025, 0.975])
    about, least, most = (_way(float(each), sd) for each in (number.mean, low, high))
    counted = f"as {len(number.values)} equally likely values"
    return [f"{what}: {label} about {about}, from {least} to {most}", f"{counted}, {_KIND[number.grade.value]}"]


def _way(points: float, sd: float) -> str:
    return f"{earned_digits(abs(points), sd)} {'lower' if points < 0 else 'higher'}"
