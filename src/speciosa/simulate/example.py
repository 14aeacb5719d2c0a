"""The example person of `speciosa demo`: chronic back pain, kratom two or three times a day."""

from __future__ import annotations

from dataclasses import replace

from speciosa.knowledge import Knowledge
from speciosa.record import Person
from speciosa.simulate.design import Batch, Calendar, Design, Gap, Milestone, Phase, Trip
from speciosa.simulate.person import SimulatedPerson, simulate_person

_CALENDAR = Calendar(
    starts="2025-01-20",
    days=168,
    time_zone="Europe/Berlin",  # its clocks change on 30 March, day 69
    run_in_d=60,
    phases=(
        # down in steps before a journey without it, and back in steps: nobody stops from one day to the next
        Phase(40, 43, 0.75),
        Phase(44, 47, 0.5),
        Phase(48, 51, 0.25),
        Phase(52, 65, 0.0),
        Phase(66, 69, 0.5),
        Phase(70, 73, 0.75),
        # some weeks of taking less, one bag all the way
        Phase(112, 115, 0.75),
        Phase(116, 136, 0.5),
        Phase(137, 140, 0.75),
    ),
    batches=(Batch(0, "1", content_mg_per_g=15.0), Batch(96, "2", label_mg_per_g=16.0, content_mg_per_g=13.0)),
    trips=(Trip(54, 60, "Atlantic/Canary"),),
    gaps=(Gap(86, 90),),
    milestones=(
        Milestone(0, "strategy", "kratom", "2025-04-20"),
        Milestone(2, "strategy", "heat", "start"),
        Milestone(22, "strategy", "physiotherapy", "start"),
        Milestone(52, "event", "stopped", "kratom, for the journey"),
        Milestone(66, "event", "started", "kratom, half the usual"),
        Milestone(76, "strategy", "sleep schedule", "start"),
        Milestone(104, "strategy", "heat", "stop"),
    ),
)


def example_person(knowledge: Knowledge, *, seed: int = 0) -> SimulatedPerson:
    """Half a year of a made-up person, with everything in it that a report can show.

    In it: five weeks of ups and downs with kratom, a slow way down, two weeks without (a journey to
    another time zone among them), a slow way back, five days in which nothing was written, a second
    bag that is weaker than its label says, three weeks on half.

    Parameters
    ----------
    seed : another one is another life in the same circumstances.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> example_person(load_knowledge()).diary.person.simulated
    True
    """
    design = Design.usual(knowledge, _CALENDAR)
    recording = replace(design.recording, late_entries=2, corrections=1, declined=1)
    person = Person(
        birth_year=1979, sex="f", weight_kg=72.0, phototype=2, latitude=52.5, conditions=("low back pain",),
        medicines=("amitriptyline 10 mg",), pain_source=("injury",), pain_kind="dull, worse after sitting",
    )  # fmt: skip
    return simulate_person(replace(design, recording=recording), knowledge, seed=seed, person=person)
