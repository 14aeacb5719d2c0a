"""Whether a trial is offered: for what it is, the questions that only the person can answer, the reasons against it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from speciosa.knowledge import load_knowledge
from speciosa.record import Diary
from speciosa.record.person_file import checked_person
from speciosa.report import Wording
from speciosa.safety import help_for, shut_for
from speciosa.store import details, entries
from speciosa.store.diary import diary_of
from speciosa.store.models import Record
from speciosa.trial import Eligibility, UsualDay, trial_rows, usual_amounts
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed
from speciosa.web import trial_power
from speciosa.web.alarms import alarms_of, hold_says
from speciosa.web.clock import now_s
from speciosa.web.page import render, words_for
from speciosa.web.switched_off import switched_off
from speciosa.web.trial_draft import LEVELS

ANSWERS, AGREED = "trial_answers", "trial_agreed"
_UNSAID = "trial_unsaid"
"""What the person said on the page: held for as long as the app is open, and never written down."""
_ASK_AGE, _CRISIS = "age_unknown", "suicidal_thoughts"
_ASK_CLINICIAN = frozenset({"clinician_for_half", "clinician_for_dependence"})


@dataclass(frozen=True, slots=True)
class Offer:
    """What speaks for and against a trial now.

    Parameters
    ----------
    diary : as known now. usual : the usual day, or why there is none.
    eligible : reasons against it, and what nobody has said. codes : of the reasons.
    questions : of what the record doesn't say, code and text.
    unsaid : codes of the questions that the person would rather not answer; silent: of those not answered at all.
    may_halve : whether half less could be tried, if a clinician agrees.
    """

    diary: Diary
    usual: UsualDay | NotAssessed
    eligible: Eligibility
    codes: frozenset[str]
    questions: tuple[tuple[str, str], ...]
    may_halve: bool
    unsaid: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()

    @property
    def stands(self) -> bool:
        """Whether it is offered: nothing against it, and no question left; silence is not “no”."""
        return not (self.eligible.refused or self.unsaid or self.silent)


def look(request: HttpRequest, record: Record, now: int, *, less: int = 25) -> Offer:
    """The offer at this instant, with what was answered on the page.

    Parameters
    ----------
    less : a key of `LEVELS`.
    """
    knowledge = load_knowledge()
    known = diary_of(record).as_of(now)
    usual = usual_amounts(known, knowledge, now_s=now, offset_min=trial_rows.Place.of(known).offset_at(now))

    def of(given: dict[str, bool], less: int, *, agreed: bool) -> Eligibility:
        return Eligibility.of(
            known, knowledge, usual, now_s=now, answers=given, levels=LEVELS[less], clinician_agreed=agreed
        )

    found = of(request.session.get(ANSWERS, {}), less, agreed=bool(request.session.get(AGREED)))
    unsaid = of({}, 50, agreed=True)
    codes = frozenset(each.code for each in unsaid.unasked)
    rather_not = codes.intersection(request.session.get(_UNSAID, []))
    return Offer(
        known, usual, found, frozenset(each.code for each in found.refused),
        tuple((each.code, each.asks) for each in unsaid.unasked),
        "quarter_first" not in {each.code for each in unsaid.refused},
        rather_not, codes - rather_not - set(request.session.get(ANSWERS, {})),
    )  # fmt: skip


def why_shut(record: Record, now: int) -> str:
    """Why trials are shut for this person or on this copy; empty where they are not."""
    shut = shut_for(details.person_of(record), load_knowledge(), now_s=now, without=switched_off())
    return shut["trial"].why if "trial" in shut else ""


def refuse_if_shut(record: Record, now: int) -> None:
    """Nobody plans past the page.

    Raises
    ------
    EntryError : trials are shut here.
    """
    if why := why_shut(record, now):
        raise EntryError("a trial isn't offered here", why=why.rstrip("."))


def offer(request: HttpRequest) -> HttpResponse:
    """The page before a trial; answers are taken in and lead on to the plan, or to what speaks against one."""
    record, now, words = entries.own_record(), now_s(), words_for(request)
    if why := why_shut(record, now):
        lines = help_for(details.person_of(record), load_knowledge())
        return render(request, "trial_shut.html.j2", place="help", why=words.say(why), lines=lines)
    problem = None
    if request.method == "POST":
        try:
            _take_in(request, record)
        except EntryError as slip:
            problem = slip
        else:
            return HttpResponseRedirect("/trial/plan" if look(request, record, now).stands else "/trial/offer")
    found = look(request, record, now)
    if not found.codes - {_ASK_AGE} - _ASK_CLINICIAN:
        trial_power.kept_power(request, record, now)  # the next page shows it
    given = request.session.get(ANSWERS, {})
    asked = [
        (code, words.say(asks), "unsaid" if code in found.unsaid else _said(given.get(code)))
        for code, asks in found.questions
    ]
    return render(
        request, "trial_offer.html.j2", place="help", status=400 if problem else 200, problem=problem, offer=found,
        against=_against(words, found),
        hold=hold_says(words, alarms_of(record, words)), asked=asked, asks_age=_ASK_AGE in found.codes,
        crisis=_CRISIS in {each.code for each in found.eligible.refused},
        asks_clinician=bool(_ASK_CLINICIAN & found.codes) or bool(request.session.get(AGREED)),
        agreed=bool(request.session.get(AGREED)), was_asked=ANSWERS in request.session,
    )  # fmt: skip


def _take_in(request: HttpRequest, record: Record) -> None:
    """Keep the year of birth for good, the other answers for as long as the app is open.

    Raises
    ------
    EntryError : this is no year of birth, or a question was left open.
    """
    if year := request.POST.get("birth_year", "").strip():
        if not year.isascii() or not year.isdecimal():
            raise EntryError("this is no year", todo="write four digits, like 1980")
        checked_person({"birth_year": int(year)})
        details.save_person(record, replace(details.person_of(record), birth_year=int(year)))
    said = {key.removeprefix("q-"): value for key, value in request.POST.items() if key.startswith("q-")}
    request.session[ANSWERS] = {key: value == "yes" for key, value in said.items() if value in {"yes", "no"}}
    request.session[_UNSAID] = [key for key, value in said.items() if value == "unsaid"]
    request.session[AGREED] = request.POST.get("agreed") == "1"
    if look(request, record, now_s()).silent:
        raise EntryError("a question is still open", todo="answer each one; “I'd rather not say” is an answer, too")


def _said(applies: bool | None) -> str:
    return "" if applies is None else "yes" if applies else "no"


def _against(words: Wording, found: Offer) -> list[tuple[str, str]]:
    """Why not now, and what to do: of what a form on the page can't settle."""
    weigh = words.say("Weigh your doses for a week or two, write them down in grams, and come back.")
    then = {
        "not_using": words.say("A trial is never a reason to begin."), "not_weighed": weigh, "days_few": weigh,
        "quarter_first": words.say("Plan a trial of a quarter less first."),
    }  # fmt: skip
    unsaid = words.say("You would rather not say everything that matters for a trial.")
    first = [(unsaid, words.say("Talk it over with a clinician first."))] if found.unsaid else []
    return first + [
        (words.say(each.why), then.get(each.code) or words.say("Talk to: {who}.", who=words.say(each.talk_to)))
        for each in found.eligible.refused
        if each.code != _ASK_AGE and each.code not in _ASK_CLINICIAN
    ]
