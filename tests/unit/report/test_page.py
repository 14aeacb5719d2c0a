"""The page: self-contained, escaped, and honest about what is not there."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from tests.unit.report.conftest import FULL_ROWS, NOW_S, ReportOf, scores, seconds, seen
from tests.unit.report.made_effects import made_effect

from speciosa.knowledge import Act, Knowledge, Urgency
from speciosa.record import Diary
from speciosa.report import compose, report_html
from speciosa.report.page import report_sections
from speciosa.safety import Finding, Findings
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed
from speciosa.values.sources import HowRead

VOID = {"meta", "link", "br", "img", "input", "hr"}
MEDICINE_ROWS = [
    *(f"2026-03-{day:02d}T08:05+01:00,dose,kratom leaf powder,2.5,g,pain" for day in range(1, 11)),
    *(f"2026-03-{day:02d}T21:00+01:00,medicine,amitriptyline,10,mg" for day in range(1, 11)),
]


class Outline(HTMLParser):
    """Tags with their attributes, headings in order, and whether every tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)


@pytest.fixture
def full(report_of: ReportOf) -> str:
    return report_html(report_of(*FULL_ROWS, person="simulated = true"))


def test_nothing_on_the_page_is_fetched_from_anywhere(full: str) -> None:
    outline = Outline(full)
    sources = [
        value
        for _, attrs in outline.tags
        for key, value in attrs.items()
        if key in {"src", "srcset", "data", "xlink:href", "poster"}
    ]
    assert sources == []
    fetching = [
        (tag, attrs)
        for tag, attrs in outline.tags
        if tag in {"script", "iframe", "img", "object", "embed", "use", "image"}
    ]
    assert fetching == []
    assert [attrs["href"] for tag, attrs in outline.tags if tag == "link"] == ["data:,"]
    style = full.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


def test_links_that_leave_the_page_carry_no_referrer(full: str) -> None:
    leaving = [attrs for tag, attrs in Outline(full).tags if tag == "a" and not (attrs["href"] or "").startswith("#")]
    assert leaving
    assert all("noreferrer" in (attrs["rel"] or "") for attrs in leaving)
    assert '<meta name="referrer" content="no-referrer">' in full


def test_the_policy_allows_this_very_style_sheet_and_nothing_else(full: str) -> None:
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', full)[0].replace("&#39;", "'")
    style = full.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert (
        policy == f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_no_element_has_a_style_or_an_event_of_its_own(full: str) -> None:
    loud = [key for _, attrs in Outline(full).tags for key in attrs if key == "style" or key.startswith("on")]
    assert loud == []


def test_every_tag_is_closed_and_every_id_is_unique_and_every_reference_leads_somewhere(full: str) -> None:
    outline = Outline(full)
    assert (outline.open, outline.crossed) == ([], [])
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    wanted = [each for _, attrs in outline.tags for each in (attrs.get("aria-labelledby") or "").split()]
    wanted += [
        str(attrs["href"])[1:] for tag, attrs in outline.tags if tag == "a" and str(attrs["href"]).startswith("#")
    ]
    assert set(wanted) <= set(ids)


def test_headings_go_down_one_step_at_a_time_from_one_h1(full: str) -> None:
    levels = [int(tag[1]) for tag, _ in Outline(full).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_sections_stand_in_the_order_of_the_house(full: str) -> None:
    sections = [attrs["id"] for tag, attrs in Outline(full).tags if tag in {"section", "footer"}]
    assert sections == [
        "findings", "leading", "effect", "plan", "less", "others", "doses", "exposure", "scales", "changes", "causality", "recorded",
        "gaps", "made",
    ]  # fmt: skip


def test_every_picture_has_words_for_who_cannot_see_it(full: str) -> None:
    drawn = re.findall(r"<svg [^>]*>.*?</svg>", full, flags=re.DOTALL)
    assert len(drawn) > 8
    for each in drawn:
        assert 'role="img"' in each
        assert re.search(r"<title [^>]*>[^<]+</title>", each)
        assert re.search(r"<desc [^>]*>[^<]{5,}</desc>", each)


def test_what_was_not_assessed_is_never_folded_away(full: str) -> None:
    section = full.partition('<section id="gaps"')[2].partition("</section>")[0]
    assert "details" not in section
    for why in ("Nobody examined you", "nobody has looked at your skin", "Whether it helps you"):
        assert why in section
    assert "doesn't mean that all is well" in seen(section)


def test_a_made_up_person_is_said_to_be_one(report_of: ReportOf, full: str) -> None:
    assert "Example This person is made up by a computer." in seen(full)
    assert "made up by a computer" not in seen(report_html(report_of(*FULL_ROWS)))


def test_a_note_never_appears(report_of: ReportOf) -> None:
    report = report_of(
        "2026-03-10T08:00+01:00,rating,pain,4,,,,,,,,canary4711",
        "2026-03-10T08:00+01:00,event,fall,down the stairs,,,,,,,,canary4711",
    )
    page = report_html(report)
    assert "canary" not in page
    assert "down the stairs" in page


def test_hostile_names_stay_words(report_of: ReportOf) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=a>'\"&{{7*7}}{x}"
    quoted = '"' + bad.replace('"', '""') + '"'
    rows = [
        f"2026-03-{day:02d}T08:00+01:00,{kind},{quoted},{value},{unit}"
        for day in (9, 10)
        for kind, value, unit in (("rating", 4, ""), ("dose", 2, "g"), ("symptom", 3, ""), ("scale", 3, ""))
    ]
    page = report_html(report_of(*rows, f"2026-03-10T09:00+01:00,event,{quoted},{quoted}"))
    assert {"script", "img"}.isdisjoint(tag for tag, _ in Outline(page).tags)
    assert "{{7*7}}" in seen(page)
    assert bad.lower() in seen(page).lower()


def test_a_diary_without_entries_is_a_whole_page(report_of: ReportOf) -> None:
    page = report_html(report_of())
    assert "<svg" not in page
    assert "no entries yet" in seen(page)
    assert "Not assessed" in seen(page)


def test_one_score_is_a_whole_page(report_of: ReportOf) -> None:
    words = seen(report_html(report_of("2026-03-11T08:00+01:00,rating,pain,6")))
    assert "On 1 of 1 day you wrote something down: 1 score." in words
    assert "One number: 6." in words


def test_scores_of_which_only_the_day_is_known_are_said_to_be(report_of: ReportOf) -> None:
    rows = [f"2026-03-{day:02d},rating,knees pain,{day / 2}" for day in range(1, 11)]
    words = seen(report_html(report_of(*rows, person='time_zone = "Europe/Berlin"')))
    assert "For 10 scores only the day is known: they are drawn as bars across their day." in words
    assert "10 of 10" in words


def test_a_record_that_ended_long_ago_does_not_call_itself_recent(report_of: ReportOf) -> None:
    words = seen(report_html(report_of(*scores("2020-01-01", [4, 5] * 20))))
    assert "Your pain, the 30 days up to 9 February 2020" in words
    assert "Your pain, last 30 days" not in words


def test_a_dozen_small_pictures_and_the_rest_in_the_table(report_of: ReportOf) -> None:
    rows = [f"2026-03-{day:02d}T08:00+01:00,rating,word{at:02d},4" for at in range(20) for day in (1, 2)]
    page = report_html(report_of(*rows))
    assert page.count('class="small"') == 12
    assert "and 7 more, in the table" in seen(page)  # one of the twenty leads
    assert "Word19" in page


def test_refused_rows_are_grouped_by_reason_and_named_by_line(report_of: ReportOf) -> None:
    bad = ["2026-03-10T08:00+01:00,rating,pain,eleven"] * 25
    words = seen(report_html(report_of(*bad, "2026-03-10T08:00+01:00,rating,pain,4")))
    assert "26 rows were read, 1 is in, 25 were left out." in words
    assert re.search(r"lines 2, 3, .*, 21 and 5 more: this value is not a number", words)


def test_what_we_would_ask_is_on_the_page(report_of: ReportOf) -> None:
    report = report_of("2026-03-10T08:00+01:00,dose,kratom,3000,g")
    assert report.reading.questions
    assert all(each.ask in seen(report_html(report)) for each in report.reading.questions)


def test_a_finding_comes_with_who_what_to_say_and_the_entries_behind_it(diary_of: object, knowledge: Knowledge) -> None:
    diary: Diary = diary_of("2026-03-10T08:00+01:00,symptom,jaundice,,,,,,,j1,,secret")  # type: ignore[operator]
    gap = NotAssessed("skin", "Not yet.")
    urgent = Finding(
        code="liver", part="liver", urgency=Urgency.NOW, act=Act.TODAY, title="Yellow eyes", seen="On 2026-03-10.",
        because="The liver may be in trouble.", why=("j1",), facts=(), who="A doctor, today", say="Check my liver",
        adds=("Take the packet along.",), sources=("schimmel2020",), evidence="D", n=85, how_read=HowRead.ABSTRACT,
        act_how_read=HowRead.NEEDS_CLINICAL_REVIEW, time_s=1_773_130_000,
    )  # fmt: skip
    watch = replace(urgent, code="slow", urgency=Urgency.WATCH, act=Act.NEXT_VISIT, title="Later thing", why=())
    made = compose(
        diary,
        gap,
        made_effect(),
        gap,
        Findings((urgent, watch), ()),
        knowledge,
        now_s=1_773_200_000,
        seed=0,
        language="en",
    )
    words = seen(report_html(made))
    assert words.index("Yellow eyes") < words.index("Later thing")
    for said in (
        "See or call somebody today.", "On 10 March 2026.", "jaundice, 10 March 2026.",
        "The liver may be in trouble.", "Who A doctor, today", "“Check my liver”", "Take the packet along.",
        "rests on reports of single people; 85 people or reports behind it; read as an abstract", "Where this comes from",
    ):  # fmt: skip
        assert said in words
    assert "secret" not in words


def test_that_no_clinician_has_reviewed_it_stands_once_at_the_foot(report_of: ReportOf) -> None:
    section = report_sections(report_of(*MEDICINE_ROWS), only=["findings"])["findings"]
    words = seen(section)
    assert words.count("How soon is our own choice") == 1
    assert words.endswith("How soon is our own choice; no clinician has reviewed it yet.")
    assert "clinical review" not in words


def test_whom_to_call_is_one_line_directly_under_when_not_to_wait(report_of: ReportOf) -> None:
    report = report_of(*MEDICINE_ROWS, person='time_zone = "Europe/Vienna"')
    words = seen(report_sections(report, only=["findings"])["findings"])
    assert "When not to wait Emergency 144 or 112 · Somebody to talk to 142 General signs." in words.replace(
        "\u00a0", " "
    )
    words = seen(report_sections(report_of(*MEDICINE_ROWS), only=["findings"])["findings"])
    assert "When not to wait Emergency: your local emergency number (112 works" in words  # words break between lines


def test_what_was_found_about_one_medicine_is_one_card_with_the_most_dangerous_first(report_of: ReportOf) -> None:
    section = report_sections(report_of(*MEDICINE_ROWS), only=["findings"])["findings"]
    assert section.count("Amitriptyline with kratom<") == 1
    card = section.partition("Amitriptyline with kratom<")[2].partition('class="finding ')[0]
    titles = re.findall(r"<h[34] class=\"part\">([^<]+)</h", card)
    wanted = ["You can get very sleepy", "A seizure", "Both act on one of the body", "An effect is possible"]
    places = [next(at for at, title in enumerate(titles) if title.startswith(each)) for each in wanted]
    assert places == sorted(places)
    assert places[0] == 0
    assert card.count("Your record lists amitriptyline") == 1  # and the record's words once
    assert card.count("Don&#39;t stop or change a medicine") == 1


def test_the_sources_of_a_finding_are_folded(report_of: ReportOf) -> None:
    section = report_sections(report_of(*MEDICINE_ROWS), only=["findings"])["findings"]
    open_part = re.sub(r'<details class="print where">.*?</details>', " ", section, flags=re.DOTALL)
    assert 'href="#source-' in section
    assert 'href="#source-' not in open_part


def test_of_a_record_that_ended_long_ago_the_last_weeks_have_their_day(report_of: ReportOf) -> None:
    rows = [f"2026-01-{day:02d}T{hour:02d}:00+01:00,dose,kratom,3,g" for day in range(1, 29) for hour in (8, 13, 19)]
    old = report_of(*rows, now_s=NOW_S + 200 * 86_400)
    words = seen(report_sections(old, only=["findings"])["findings"])
    assert "of the 4 weeks up to 28 January 2026" in words
    assert "of the last 4 weeks" not in words
    fresh = seen(
        report_sections(report_of(*rows, now_s=seconds("2026-01-28T20:00+01:00")), only=["findings"])["findings"]
    )
    assert "of the last 4 weeks" in fresh


@pytest.mark.parametrize("now", ["2026-03-01T00:30+01:00", "2026-03-01T22:30+01:00", "2026-03-01T12:00+01:00"])
def test_the_age_of_the_record_is_one_count(now: str, report_of: ReportOf) -> None:
    report = report_of("2026-01-10T21:00+01:00,rating,pain,4", person='time_zone = "Europe/Berlin"', now_s=seconds(now))
    assert report.coverage
    assert report.watch.old_d == report.coverage.since_last_d == 50


def test_same_input_same_bytes(report_of: ReportOf) -> None:
    assert report_html(report_of(*FULL_ROWS)) == report_html(report_of(*FULL_ROWS))


def test_a_language_that_does_not_exist_is_refused_with_those_that_do(report_of: ReportOf) -> None:
    with pytest.raises(EntryError, match="use one of en"):
        report_of(language="../../etc")
