from __future__ import annotations

from dataclasses import replace

from speciosa.effect.pooling.packet import PACKET_ID
from speciosa.knowledge import Knowledge
from speciosa.study.cohort.question import CohortQuestion

ASKED = CohortQuestion("pain", 100, 7)


def test_everybody_has_a_seed_and_a_packet_id_of_their_own_in_every_run() -> None:
    both = [(asked, f"p{at}") for asked in (ASKED, replace(ASKED, seed=8)) for at in range(500)]
    assert len({asked.seed_of(id_) for asked, id_ in both}) == 1000
    assert len({asked.packet_id_of(id_) for asked, id_ in both}) == 1000
    assert PACKET_ID.fullmatch(ASKED.packet_id_of("ada"))


def test_a_row_is_of_its_question_record_and_participant(knowledge: Knowledge) -> None:
    others = [
        ASKED.fingerprint_of("ada", "mark", knowledge), ASKED.fingerprint_of("bo", "mark", knowledge),
        ASKED.fingerprint_of("ada", "other", knowledge),
        *(replace(ASKED, **{name: value}).fingerprint_of("ada", "mark", knowledge)  # type: ignore[arg-type]
          for name, value in (("outcome", "mood"), ("now_s", 101), ("seed", 8), ("without", ("skin",)))),
    ]  # fmt: skip
    assert len(set(others)) == len(others)
