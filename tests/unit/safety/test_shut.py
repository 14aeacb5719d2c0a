"""Which functions are shut: by age, or by whoever runs a copy."""

from __future__ import annotations

import pytest

from speciosa.knowledge import Knowledge
from speciosa.record import Person
from speciosa.safety import shut_for
from speciosa.values.errors import EntryError

NOW_S = 1_780_000_000  # in 2026


@pytest.mark.parametrize(("born", "young"), [(2010, True), (2008, True), (2007, False), (None, False)])
def test_under_18_there_are_the_record_and_warning_signs_only(
    born: int | None, young: bool, knowledge: Knowledge
) -> None:
    shut = shut_for(Person(birth_year=born), knowledge, now_s=NOW_S)
    assert ({"effect", "exposure", "trial", "study"} <= set(shut)) is young
    assert {"safety", "logging", "skin"}.isdisjoint(shut)
    if young:
        assert "under 18" in shut["effect"].why


def test_a_host_shuts_what_it_names_and_never_safety(knowledge: Knowledge) -> None:
    assert set(shut_for(Person(), knowledge, now_s=NOW_S, without=["skin"])) == {"skin"}
    for wrong in ("safety", "dancing"):
        with pytest.raises(EntryError, match="can be switched off"):
            shut_for(Person(), knowledge, now_s=NOW_S, without=[wrong])
