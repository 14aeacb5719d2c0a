"""What the skin photos say, as far as the page shows it: a panel a site, and what stands before all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from speciosa.knowledge import Act, Knowledge
from speciosa.record import Diary
from speciosa.report.skin_causes import Causes, causes_of, medicines_of
from speciosa.report.skin_json import skin_json
from speciosa.report.skin_panel import Panel, panel_of
from speciosa.report.skin_signs import Advice, ShownSign, advice_of, signs_of
from speciosa.report.wording import Wording
from speciosa.skin import series
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S, offset_at

__all__ = ["Panel", "RefusedPhotos", "Skin", "skin_json", "skin_of"]


@dataclass(frozen=True, slots=True)
class RefusedPhotos:
    """Photos that were refused for one reason: why, how to take them again, and their names with their sites."""

    code: str
    why: str
    retake: str
    photos: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Skin:
    """What the page says about skin.

    Parameters
    ----------
    signs : answers that stand before all charts, the most urgent first.
    panels : a site each, what should be looked at soonest first.
    causes, advice : by site, what the change could also be, and whom to see; only where there is one.
    refused : photos without a colour, a reason each.
    asked : (site's words or empty, question): what only the person can answer.
    questions : what every session asks besides the photo, and what to do after a yes.
    dechallenge : after the last stop; `dechallenge_at`: the site's words, `stopped_day`: the local day.
    today : local day of asking. `days_apart`: longer without a photo, no line is drawn.
    gaps : what was not assessed, and why. `not_known`: why a number is null.
    document : the same for scripts (see `skin_json`).
    """

    signs: tuple[ShownSign, ...]
    panels: tuple[Panel, ...]
    causes: Mapping[str, Causes]
    advice: Mapping[str, Advice]
    refused: tuple[RefusedPhotos, ...]
    asked: tuple[tuple[str, str], ...]
    questions: tuple[tuple[str, Act], ...]
    dechallenge: series.Dechallenge | None
    dechallenge_at: str
    stopped_day: int | None
    today: int
    days_apart: int
    gaps: tuple[NotAssessed, ...]
    not_known: tuple[NotAssessed, ...]
    sources: tuple[str, ...]
    document: Mapping[str, object]


def skin_of(found: series.SkinSeries, diary: Diary, knowledge: Knowledge, words: Wording, *, now_s: int) -> Skin:
    """What to show of the photos.

    Parameters
    ----------
    diary : for the home zone, and for the medicines in it: causes among them are named first.
    now_s : the instant of asking, UTC seconds.
    """
    zone, labels = diary.person.zone, {key: words.say(row.label) for key, row in knowledge.body_sites.items()}

    def day_of(time_s: int) -> int:
        return (time_s + _offset_min(found, time_s, zone) * 60) // DAY_S

    today = day_of(now_s)
    panels = sorted(
        (panel_of(each, found, knowledge, labels, today=today) for each in found.sites), key=lambda each: each.rank
    )
    taken = medicines_of(diary, knowledge)
    causes = {each.course.site: causes_of(each.course.kind, taken, knowledge) for each in panels if each.changed}
    advice = {each.course.site: told for each in panels if (told := advice_of(each, knowledge))}
    signs, after, document = signs_of(found, knowledge, day_of), found.dechallenge, skin_json(found, zone=zone)
    used = [*found.sources, *(key for each in signs for key in each.sources)]
    used += [key for each in causes.values() for key in each.sources]
    used += [key for each in advice.values() for key in each.sources]
    return Skin(
        signs=signs,
        panels=tuple(panels),
        causes=causes,
        advice=advice,
        refused=_refused(found, labels),
        asked=_asked(found, labels),
        questions=tuple((each.asks, each.act) for each in knowledge.skin_questions),
        dechallenge=after,
        dechallenge_at=labels.get(after.site, after.site) if after else "",
        stopped_day=day_of(after.stopped_s) if after else None,
        today=today,
        days_apart=int(knowledge.choice("skin_line_gap_d")),
        gaps=_gaps(found, labels, words),
        not_known=_not_known(document, words, labels),
        sources=tuple(dict.fromkeys(used)),
        document={key: each for key, each in document.items() if key != "not_assessed"},
    )


def _refused(found: series.SkinSeries, labels: Mapping[str, str]) -> tuple[RefusedPhotos, ...]:
    """One for each reason, the most frequent first."""
    names: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for each in found.refused:
        at = labels.get(each.site, each.site)
        names.setdefault((each.code, each.why, each.retake), []).append((each.name, at))
    ranked = sorted(names.items(), key=lambda each: -len(each[1]))
    return tuple(RefusedPhotos(*reason, tuple(photos)) for reason, photos in ranked)


def _asked(found: series.SkinSeries, labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Each question once a site; those about the record as a whole first."""
    asked = [("", each.asks) for each in found.asked]
    asked += [(labels.get(site.site, site.site), each.asks) for site in found.sites for each in site.asked]
    return tuple(dict.fromkeys(asked))


def _gaps(found: series.SkinSeries, labels: Mapping[str, str], words: Wording) -> tuple[NotAssessed, ...]:
    """What was not looked at, each with its site; the rest of the skin is always among it."""
    gaps = [NotAssessed(_code(each.code), words.say(each.why)) for each in found.gaps]
    for course in found.sites:
        site = labels.get(course.site, course.site)
        gaps += [
            NotAssessed(_code(each.code), words.say("{site}: {why}", site=site, why=words.say(each.why)))
            for each in course.gaps
        ]
    rest = words.say("Only the skin in the card's window was looked at. Moles and other skin were not looked at.")
    return tuple(dict.fromkeys((*gaps, NotAssessed("skin_elsewhere", rest))))


def _not_known(document: Mapping[str, object], words: Wording, labels: Mapping[str, str]) -> tuple[NotAssessed, ...]:
    """The reasons of null numbers that are no gap of the room."""
    listed = document["not_assessed"]
    said = []
    for each in listed if isinstance(listed, list) else []:
        site, why = str(each.get("site", "")), words.say(str(each["why"]))
        why = words.say("{site}: {why}", site=labels.get(site, site), why=why) if site else why
        said.append(NotAssessed(_code(str(each["code"])), why))
    return tuple(dict.fromkeys(said))


def _code(code: str) -> str:
    """The code with its room before it, so that the page finds the question that it belongs to."""
    return code if code == "skin" or code.startswith("skin_") else f"skin_{code}"


def _offset_min(found: series.SkinSeries, time_s: int, zone: ZoneInfo | None) -> int:
    """Local time minus UTC, minutes: the home zone's, else that of the latest session before."""
    if zone is not None:
        return offset_at(time_s, zone)
    before = sorted((each.time_s, each.offset_min) for course in found.sites for each in course.sessions)
    known = [offset for at, offset in before if at <= time_s] or [offset for _, offset in before]
    return known[-1] if known else 0
