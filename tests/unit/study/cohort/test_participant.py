from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import kstest
from tests.unit.study.cohort.made_up import ASKED, NOW_S

from speciosa.effect import score_noise
from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.study.cohort import participant
from speciosa.study.cohort.diary_folders import DiaryFolders
from speciosa.study.cohort.participant import work_out
from speciosa.study.cohort.question import CohortQuestion
from speciosa.study.cohort.result import ParticipantResult, State
from speciosa.study.cohort.simulated import SimulatedPeople

RATED = "2026-03-{:02}T08:00+01:00,rating,pain,5"


@dataclass
class Made:
    """A participant's folder, and what becomes of it."""

    folder: Path
    knowledge: Knowledge

    def __call__(
        self, *rows: str, person: str = "", header: str = "time,kind,name,value", asked: CohortQuestion = ASKED
    ) -> ParticipantResult:
        place = self.folder / "ada"
        place.mkdir(exist_ok=True)
        (place / "diary.csv").write_text("\n".join([header, *rows, ""]))
        (place / "person.toml").write_text(person)
        return work_out("ada", DiaryFolders(self.folder), asked, self.knowledge)


@pytest.fixture
def made(tmp_path: Path, knowledge: Knowledge) -> Made:
    return Made(tmp_path, knowledge)


def test_somebody_under_18_is_in_no_study(made: Made) -> None:
    found = made(*(RATED.format(day) for day in range(1, 20)), person="birth_year = 2009")
    assert (found.state, found.packet, found.exposure, found.ratings) == (State.LEFT_OUT, None, None, 0)
    assert "under 18" in found.why


def test_an_empty_diary_is_left_out_and_a_broken_one_said(made: Made) -> None:
    assert made().state is State.LEFT_OUT
    rows = made("yesterday,rating,pain,5", "today,rating,pain,4")
    assert (rows.state, rows.rows, rows.rows_kept) == (State.FAILED, 2, 0)
    assert "Line 2" in rows.why
    head = made("x", header="when,what")
    assert head.state is State.FAILED
    assert "header has no column" in head.why


def test_a_folder_without_a_diary_is_said(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "bo").mkdir()
    found = work_out("bo", DiaryFolders(tmp_path), ASKED, knowledge)
    assert found.why == "bo: this folder holds no diary.csv; make one with: speciosa new FOLDER."
    assert work_out("gone", DiaryFolders(tmp_path), ASKED, knowledge).state is State.FAILED


def test_later_entries_are_not_looked_at(made: Made) -> None:
    rows = [RATED.format(day) for day in range(1, 21)]
    early = replace(ASKED, now_s=NOW_S - 80 * 86_400)  # 2026-03-09
    assert made(*rows).ratings == 20
    assert 0 < made(*rows, asked=early).ratings < 20


def test_a_fault_of_ours_is_a_row_and_says_where_without_any_value(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("a secret")

    monkeypatch.setattr(participant, "estimate_effect", broken)
    found = made(RATED.format(1))
    assert found.state is State.FAILED
    assert "KeyError" in found.why
    assert "secret" not in found.why
    assert found.fingerprint == ""  # so that the next start tries again


def test_a_record_that_earns_no_number_says_why_and_keeps_its_counts(made: Made) -> None:
    found = made(*(RATED.format(day) for day in range(1, 20)), "2026-03-05T07:00+01:00,symptom,nausea,")
    assert (found.state, found.packet) == (State.WORKED_OUT, None)
    assert found.why_no_packet
    assert (found.days, found.ratings, found.doses, found.rows_kept) == (19, 19, 0, 20)
    assert [(each.symptom, each.days, each.person_days) for each in found.symptoms] == [("nausea", 1, 19)]


def test_a_symptom_in_words_of_ones_own_is_not_handed_on(made: Made) -> None:
    assert made(RATED.format(1), "2026-03-05T07:00+01:00,symptom,my odd secret,3").symptoms == ()


@pytest.fixture(scope="module")
def in_trial(knowledge: Knowledge) -> ParticipantResult:
    people = SimulatedPeople(3, seed=2, days=90)
    return work_out("person-0000003", people, CohortQuestion("pain", people.end_s, 0), knowledge)


def test_a_trial_is_counted_and_its_contrast_goes_along(in_trial: ParticipantResult) -> None:
    assert in_trial.grade is not None
    assert in_trial.grade.randomised
    assert (in_trial.trial_periods_planned, in_trial.trial_periods_done, in_trial.masked) == (9, 9, False)
    assert in_trial.packet is not None
    assert [name for name, _ in in_trial.packet.contrasts] == ["one_step_less"]
    assert [dose for dose, _ in in_trial.packet.dose_response] == [0.5, 0.75, 1.0]
    assert {each.grade for _, each in in_trial.packet.dose_response} == {in_trial.grade}


def test_the_same_seed_gives_the_same_row_and_no_other_participant_matters(
    in_trial: ParticipantResult, knowledge: Knowledge
) -> None:
    people = SimulatedPeople(3, seed=2, days=90)
    asked = CohortQuestion("pain", people.end_s, 0)
    work_out("person-0000001", people, asked, knowledge)
    again = work_out("person-0000003", people, asked, knowledge)
    assert {**again.to_row(), "seconds": 0} == {**in_trial.to_row(), "seconds": 0}


def test_asked_a_year_later_the_exposure_is_still_that_of_the_record(
    in_trial: ParticipantResult, knowledge: Knowledge
) -> None:
    people = SimulatedPeople(3, seed=2, days=90)
    later = work_out("person-0000003", people, CohortQuestion("pain", people.end_s + 365 * 86_400, 0), knowledge)
    assert later.exposure == in_trial.exposure


def test_the_exposure_of_the_row_is_that_of_the_curve(in_trial: ParticipantResult, knowledge: Knowledge) -> None:
    people = SimulatedPeople(3, seed=2, days=90)
    asked = CohortQuestion("pain", people.end_s, 0)
    diary = people.diary(3, knowledge).as_of(asked.now_s)
    ends_s = int(max(diary.history.time_s.max(), diary.history.recorded_s.max()))
    curve = expose(diary, knowledge, seed=asked.seed_of("person-0000003"), now_s=ends_s)
    assert in_trial.exposure is not None
    assert in_trial.exposure.auc_24_ng_h_ml == np.median(curve.auc_24_ng_h_ml[:, 0])  # type: ignore[union-attr]
    assert in_trial.exposure.total_mg == pytest.approx(sum(diary.kratom_doses(knowledge).value) * 15, rel=0.5)


def test_the_prior_of_one_step_less_is_that_of_its_own_analysis(
    in_trial: ParticipantResult, knowledge: Knowledge
) -> None:
    assert in_trial.packet is not None
    prior = dict(in_trial.packet.contrasts)["one_step_less"].prior
    rng = np.random.default_rng(1)
    noise = score_noise.noise_of_anybody(knowledge, rng, 20_000)
    drawn = noise.sd * score_noise.column_sds(("effect",), knowledge)[0] * rng.standard_normal(20_000)
    assert prior.df is not None
    assert kstest((drawn - prior.location) / prior.scale, "t", args=(prior.df,)).pvalue > 1e-3


def test_of_somebody_who_stopped_long_before_no_spread_of_the_logarithm_is_told(made: Made) -> None:
    doses = [f"2026-01-{day:02}T09:00+01:00,dose,kratom leaf powder,3,g" for day in range(1, 11)]
    ratings = [f"{day}T08:00+01:00,rating,pain,5,nrs" for day in ("2026-01-05", "2026-05-20")]
    stopped = made(*doses, *ratings, header="time,kind,name,value,unit").exposure
    using = made(*doses, ratings[0], header="time,kind,name,value,unit").exposure
    assert stopped is not None
    assert using is not None
    assert (stopped.auc_24_log_sd is None, using.auc_24_log_sd is None) == (True, False)
    assert stopped.total_mg == using.total_mg
