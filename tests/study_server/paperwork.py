"""What a study needs on paper before anybody is allocated, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speciosa.study.server.models import Study
    from speciosa.study.server.seat import Seat

DESIGN = {
    "levels": "usual, -25%", "period_d": "10", "blocks": "4", "run_in_d": "28", "settle_in_d": "3",
    "washout": "modelled", "outcome": "pain", "margin_nrs": "0.5", "prompts": "08:00, 20:00", "most_equal_borders": "",
}  # fmt: skip
ETHICS = {"body": "Board of the North", "reference": "N-17", "date": "2020-01-01", "until": "2999-12-31"}
NONE_NEEDED = {"none_needed": "The office says that none is needed: letter of 2026-01-05."}
MONITORING = {"who": "Dr A, of another house", "plan": "Every four weeks, all findings."}
STOPPING = {"one": "A bad answer ends the period.", "all": "Two hospital stays.", "who": "The monitors"}
RESPONSE = {
    "who": "Crisis team North", "telephone": "+44 20 7946 0000", "hours": "00:00-24:00", "every_day": "yes",
    "escalation": "They call back within ten minutes, and the ambulance where nobody answers.",
}  # fmt: skip


def seat_of(study: Study, role: str = "administrator", account: int = 1) -> Seat:
    """A seat for all sites."""
    from speciosa.study.server.roles import Role
    from speciosa.study.server.seat import Seat

    return Seat(account, study, frozenset({Role(role)}))


def whole_protocol(study: Study, **design: str) -> None:
    """A protocol with an answer to each question."""
    from speciosa.study.server import protocol

    answers = {each.key: f"An answer to {each.title.lower()}." for each in protocol.ITEMS}
    made = protocol.StudyDesign.of_form(DESIGN | design)
    protocol.add(seat_of(study), protocol.Body(answers, made, "the first whole one", "N-17"))


def open_gate(study: Study) -> None:
    """Everything entered that a masked study needs."""
    from speciosa.study.server import gate, protocol

    if protocol.current(study) is None:
        whole_protocol(study)
    seat = seat_of(study)
    for kind, said in (("ethics", ETHICS), ("authorisation", NONE_NEEDED), ("monitoring", MONITORING),
                       ("stopping", STOPPING)):  # fmt: skip
        gate.enter(seat, kind, said)
