"""How the answer could be wrong, what stopping shows, and why a photo has no colour."""

from __future__ import annotations

from speciosa.report.skin_numbers import signed, step_of, tenths
from speciosa.report.skin_panel import Panel, Says
from speciosa.report.skin_section import RefusedPhotos, Skin
from speciosa.report.wording import Wording
from speciosa.skin import series
from speciosa.values.timeline import DAY_S

Fading = series.Fading
_MOST_FILES = 6


def tone_says(words: Wording, panel: Panel) -> str:
    """Where a tan and deep pigment nearly look alike; empty elsewhere."""
    if not panel.alike:
        return ""
    alike = words.say(
        "On skin of this tone a tan and deep pigment nearly look alike in a photo. So a deep change may go unseen "
        "here, or pass for a tan."
    )
    if panel.apart or panel.course.covered:
        return alike
    more = words.say("The two are not told apart here: what counts is all darkening beyond what a season does.")
    return f"{alike} {more}"


def caveats_say(words: Wording, skin: Skin) -> list[str]:
    """How this could be wrong: never folded away."""
    said = []
    if any(each.says is not Says.TOO_FEW for each in skin.panels):
        said.append(words.say("The lines may miss a change that is small, or slower than your photos."))
    if any(each.says is Says.SUN_LIKE for each in skin.panels):
        said.append(words.say("What looks like a tan can be something else: only you know how much sun you had."))
    if any(not each.course.covered and not each.course.control for each in skin.panels):
        said.append(words.say(
            "For a place without a covered one beside it, a change of the camera or the light counts more. "
            "Take one of the inner side of the upper arm, too."
        ))  # fmt: skip
    changes = {each.time_s // DAY_S for panel in skin.panels for each in panel.setups}
    if changes:
        one, many = "Card, phone or lamp changed {n} time", "Card, phone or lamp changed {n} times"
        times = words.count(one, many, len(changes))
        said.append(
            words.say("{times}: there the line is set anew, and a small change just then is missed.", times=times)
        )
    said.append(words.say(
        "Nobody measured the paper and the ink of your card; usual ones are assumed. The colours themselves may be "
        "off by that. A change hardly is, as long as it is the same card."
    ))  # fmt: skip
    said.append(words.say("Makeup, self-tanner, sunscreen, wet or warm skin change the colour, and no photo tells."))
    return said


def dechallenge_says(words: Wording, skin: Skin) -> list[str]:
    """What the skin did after stopping, a paragraph each; empty where nobody stopped."""
    after = skin.dechallenge
    if after is None or skin.stopped_day is None:
        return []
    date = words.date(skin.stopped_day)
    panel = next((each for each in skin.panels if each.course.site == after.site), None)
    unchanged = panel is not None and not panel.changed and after.answer in {Fading.UNCLEAR, Fading.NOT_FADING}
    text = {
        Fading.FADING: "Since you stopped on {date}, the colour has been going back ({site}).",
        Fading.NOT_FADING: "Since you stopped on {date}, the colour has not been going back so far ({site}).",
        Fading.TOO_EARLY: "Too early to tell: you stopped on {date}, and such colour takes many months to fade, "
        "if it does ({site}).",
        Fading.UNCLEAR: "We can't tell yet if the colour has been going back since you stopped on {date} ({site}).",
    }[after.answer]
    if unchanged:
        text = "No colour change was found, so nothing could go back since you stopped on {date} ({site})."
    said = [words.say(text, date=date, site=skin.dechallenge_at)]
    slopes = [_slope(words, each) for each in (after.before, after.after) if each]
    if after.before and after.after:
        said.append(words.say(
            "Away from your first photos a year, in delta E: before stopping {before}; after it {after}. "
            "Below zero means going back.", before=slopes[0], after=slopes[1],
        ))  # fmt: skip
    if after.placebo_p is not None and after.answer is not Fading.TOO_EARLY:
        share = tenths(words, after.placebo_p)
        said.append(
            words.say("Had you stopped on another day of this record: {share} show as large a turn.", share=share)
        )
    if after.answer is Fading.FADING:
        said.append(words.say(
            "This goes with stopping. Less sun, another product or another medicine at the same time would look alike."
        ))  # fmt: skip
    else:
        said.append(words.say(
            "No fading is no evidence that it was not kratom: colour that lies deep can stay for years. "
            "It is no evidence that it was, either."
        ))  # fmt: skip
    return said


def refused_says(words: Wording, refused: RefusedPhotos) -> tuple[str, str]:
    """How many photos one reason is about, and which."""
    counted = words.count("{n} photo", "{n} photos", len(refused.photos))
    named = [f"{name}, {site}" if site else name for name, site in refused.photos[:_MOST_FILES]]
    listed = "; ".join(named)
    more = len(refused.photos) - _MOST_FILES
    if more > 0:
        listed = words.count("{listed} and {n} more", "{listed} and {n} more", more, listed=listed)
    return counted, listed


def _slope(words: Wording, estimate: series.Estimate) -> str:
    step = step_of(estimate)
    middle, low, high = (signed(words, each, step) for each in (estimate.mean, estimate.low_95, estimate.high_95))
    return words.say("about {value} ({low} to {high})", value=middle, low=low, high=high)
