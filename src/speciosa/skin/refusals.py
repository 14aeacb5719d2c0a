"""Why a photo has no number and how to take it again; and what only the person can answer about one.

The words are the product: the app, the report and the terminal show them as they stand here.
"""

from __future__ import annotations

from speciosa.skin.measurement import Asked, Refusal

KEPT = "It is kept; the colour was not measured."
"""How each refusal's reason ends: nothing that a person made is thrown away."""

REFUSALS: dict[str, tuple[str, str]] = {
    # what stands in the file
    "unreadable": (
        "This file can't be read as a photo: it is broken, cut short or of another kind.",
        "Copy it from the phone again, or take a new photo; JPEG, PNG, HEIC, TIFF and WebP can be read.",
    ),
    "missing": (
        "The diary names a photo that is not in its folder, or is larger than 100 MB.",
        "Put the photo back under that name, or take a new one.",
    ),
    "too_large": (
        "This photo is larger than can be read here.",
        "Set the camera to 12 or 48 megapixels and take it again.",
    ),
    "no_colour": (
        "This photo has no colours that can be measured: it is black and white, or stored for a printing press.",
        "Turn off black-and-white filters and take it again with the phone's own camera.",
    ),
    # the card
    "no_card": (
        "No card can be seen in this photo: there is none, not enough of it, or it is too dark or too blurred.",
        "Lay the card flat around the spot, in good light, and take it again with all four corners in the picture.",
    ),
    "unknown_card": (
        (
            "The card in this photo is not one that can be told: its corners belong to different cards, or its colours "
            "are not those that were printed."
        ),
        "Print a card of your own with its own number, and take it again with only that card in the picture.",
    ),
    "mirrored": (
        "This photo is mirrored, as front cameras do.",
        "Take it again with the camera on the back of the phone.",
    ),
    "not_flat": (
        "The card in this photo is bent.",
        "Glue the card to stiff cardboard, lay it flat and take it again.",
    ),
    "too_small": (
        "The card is too small in this photo.",
        "Go closer until the card fills most of the picture, and take it again.",
    ),
    "too_oblique": (
        "This photo was taken from too far to the side.",
        "Hold the phone straight above the card and take it again.",
    ),
    "blurred": (
        "This photo is not sharp.",
        "Rest your elbow, tap on the card to focus, wait a moment and take it again.",
    ),
    # the light
    "clipped": (
        "In this photo {patch} is too bright or covered by a reflection, so its colour is lost.",
        "Turn off the flash and colour filters, move away from direct sun and from what shines, and take it again.",
    ),
    "uneven_light": (
        "In this photo the light is not the same all over the card and the skin: a shadow lies there.",
        "Turn so that neither you nor the phone throws a shadow on the card or the skin, and take it again.",
    ),
    "coloured_light": (
        "The light in this photo is too coloured to measure skin in it.",
        "Take it again in daylight by a window or under a plain white lamp, with coloured lamps turned off.",
    ),
    # what is seen through the window
    "no_skin": (
        "In this photo no bare skin is seen through the card's window.",
        "Move hair, clothes and fingers away from the window, dry the skin and take it again.",
    ),
}
"""Code to why (without `KEPT`) and how to retake."""

QUESTIONS: dict[str, str] = {
    "no_camera_tags": (
        "This photo doesn't say which camera took it. Was it sent by a messenger or changed before it came here? "
        "The photo as the camera stored it is better."
    ),
    "edited": (
        "This photo seems to have been through a program that changes photos. "
        "Were its colours changed? If so, use the photo as it was taken."
    ),
    "screenshot": "This looks like a picture of a screen. Do you have the photo itself?",
    "night_mode": (
        "The phone seems to have put this photo together from several, or exposed it long, as at night. "
        "Can you take the next one in more light, with night mode and HDR off?"
    ),
    "colour_profile": (
        "This photo says how its colours are meant in a way that can't be read, so the usual way was taken. "
        "Can you take the next one with the phone's own camera?"
    ),
    "clock_wrong": "The camera's clock and the time in your diary are far apart. Which one is right?",
    "window_dark": (
        "The skin in the window looks darker than the skin around the card. Is it, or did a shadow lie there?"
    ),
    "photos_disagree": (
        "Photos of one sitting differ more than the same skin can. Was there a shadow, or was it another spot? "
        "Three photos with the card lifted in between show which one is off."
    ),
    "duplicate": "The same photo is in your diary twice. Which of the two entries is right?",
}
"""Code to what is asked. A question never takes the number away."""


def refusal(code: str, **names: str) -> Refusal:
    """A refusal in words.

    Parameters
    ----------
    code : a key of `REFUSALS`.
    names : what the sentence names: ``patch`` for ``clipped``, e.g. ``"the white"``.

    Raises
    ------
    KeyError : no such code, or a name that the sentence needs is missing.

    Examples
    --------
    >>> refusal("blurred").why
    'This photo is not sharp. It is kept; the colour was not measured.'
    >>> refusal("clipped", patch="the white").why[:27]
    'In this photo the white is '
    """
    why, retake = REFUSALS[code]
    ends = "" if code == "missing" else f" {KEPT}"
    return Refusal(code, f"{why.format(**names)}{ends}", retake)


def too_dark(patch: str) -> Refusal:
    """Refusal ``clipped`` at the dark end.

    Examples
    --------
    >>> too_dark("the darkest grey").code
    'clipped'
    """
    return Refusal(
        "clipped",
        f"In this photo {patch} is too dark, so its colour is lost. {KEPT}",
        "Take it again in more light: by a window, or under a white lamp.",
    )


def stands_apart() -> Refusal:
    """Refusal ``uneven_light`` of one photo that differs from the others of its sitting."""
    return Refusal(
        "uneven_light",
        f"This photo differs from the others of its sitting more than the same skin can. {KEPT}",
        "Take three photos in one light, of one spot, and lift the card in between.",
    )


def asked(code: str) -> Asked:
    """A question in words.

    Parameters
    ----------
    code : a key of `QUESTIONS`.

    Raises
    ------
    KeyError : no such code.

    Examples
    --------
    >>> asked("duplicate").asks
    'The same photo is in your diary twice. Which of the two entries is right?'
    """
    return Asked(code, QUESTIONS[code])
