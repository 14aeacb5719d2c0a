"""From a spec to an SVG that lives in the page: its colours, its fonts, and words for who can't see it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from functools import lru_cache

from speciosa.report.chart_frame import Spec
from speciosa.report.palette import LIGHT

_ROLES = {value: role for role, value in LIGHT.items()}
_KEPT = {
    "d", "transform", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "r", "cx", "cy", "width", "height", "viewBox",
    "text-anchor",
    "font-size", "font-weight", "opacity", "fill-opacity", "stroke-opacity", "stroke-width", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "fill", "stroke", "id", "clip-path", "href",
}  # fmt: skip
_UNSAID = {
    ("opacity", "1"), ("stroke-width", "1"), ("transform", "translate(0,0)"), ("text-anchor", "start"),
    ("stroke-dasharray", ""),
}  # fmt: skip
_KEPT_DRAWINGS = 96
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_CIRCLE = re.compile(r"^M(?P<r>[\d.]+),0A(?P=r),(?P=r),0,1,1,-(?P=r),0A(?P=r),(?P=r),0,1,1,(?P=r),0$")
_SHIFT = re.compile(r"^translate\((-?[\d.]+),(-?[\d.]+)\)$")


def draw(spec: Spec, *, name: str, title: str, says: str) -> str:
    """The picture of a spec as inline SVG.

    Parameters
    ----------
    name : unique on the page; ids begin with it.
    title, says : the text alternative: what it shows, and what is to be seen.
    """
    return tidy(_raw(json.dumps(spec)), name=name, title=title, says=says)


@lru_cache(maxsize=_KEPT_DRAWINGS)
def _raw(spec: str) -> str:
    """As Vega-Lite draws it. After one more entry most pictures of a record are those of before."""
    import vl_convert  # noqa: PLC0415  a large library that only a drawing needs

    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def tidy(raw: str, *, name: str, title: str, says: str) -> str:
    """A drawn SVG made fit for the page.

    Colours of the palette become classes (``f-`` fills, ``s-`` strokes), so that the page's dark
    theme reaches them; styles, scripts, roles and font names go; ids begin with `name`.
    """
    root = ET.fromstring(raw)  # noqa: S314  drawn by us a moment ago
    _strip(root)
    _number_ids(root, name)
    for key in ("width", "height"):
        root.attrib.pop(key, None)
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-t {name}-d", "focusable": "false"}
    for at, (tag, text) in enumerate((("title", title), ("desc", says))):
        words = ET.Element(tag, {"id": f"{name}-{tag[0]}"})
        words.text = text
        root.insert(at, words)
    return ET.tostring(root, encoding="unicode")


def _strip(element: ET.Element) -> None:
    """Drop what the page does not need, and turn colours into classes; groups without a say dissolve."""
    element.tag = element.tag.rpartition("}")[2]
    attributes = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    element.attrib.clear()
    classes = []
    for key, value in sorted(attributes.items()):
        if key in {"fill", "stroke"} and value not in {"none", "transparent"}:
            classes.append(f"{key[0]}-{_role(value)}")
        elif key in _KEPT and (key, value) not in _UNSAID and value != "transparent":
            element.attrib[key] = _NUMBER.sub(_short, value)
    if classes:
        element.attrib["class"] = " ".join(classes)
    _round(element)
    kept: list[ET.Element] = []
    for child in list(element):
        _strip(child)
        if child.tag == "g" and not child.attrib:
            kept += list(child)
        elif _drawn(child):
            kept.append(child)
    element[:] = kept


def _role(colour: str) -> str:
    """The palette's name of a colour.

    Raises
    ------
    ValueError : a picture uses a colour of its own, which the dark theme would not reach.
    """
    if colour.lower() not in _ROLES:
        raise ValueError(f"the colour {colour} is not in the palette")
    return _ROLES[colour.lower()]


def _drawn(element: ET.Element) -> bool:
    """Whether an element puts anything on the page."""
    if element.tag in {"script", "style", "metadata"}:
        return False
    if element.tag == "path":
        return bool(element.get("d")) and ("class" in element.attrib)
    if element.tag == "g":
        return len(element) > 0
    return True


def _round(element: ET.Element) -> None:
    """A path that is a circle becomes one: shorter, and the same."""
    found = _CIRCLE.match(element.get("d", ""))
    shift = _SHIFT.match(element.get("transform", "translate(0,0)"))
    if found and shift:
        del element.attrib["d"]
        element.attrib.pop("transform", None)
        element.tag = "circle"
        element.attrib |= {"cx": shift[1], "cy": shift[2], "r": found["r"]}


def _number_ids(root: ET.Element, name: str) -> None:
    """Ids and references to them, renumbered in the order of the document."""
    known: dict[str, str] = {}
    for element in root.iter():
        if "id" in element.attrib:
            known[element.attrib["id"]] = element.attrib["id"] = f"{name}-{len(known)}"
    for element in root.iter():
        for key in ("clip-path", "href"):
            if key in element.attrib:
                element.attrib[key] = re.sub(r"#([^)]+)", lambda at: "#" + known.get(at[1], at[1]), element.attrib[key])


def _short(number: re.Match[str]) -> str:
    """A number of the drawing to a hundredth of a pixel."""
    text = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
