"""A site's believed sessions as arrays: what its charts, its change and its fading are worked out from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.directions import Directions
from speciosa.skin.doubts import doubtful, in_order, setup_of
from speciosa.skin.layout import Layout, layout_of
from speciosa.skin.measurement import Asked
from speciosa.skin.noise import session_cov
from speciosa.skin.pairs import pairs_of
from speciosa.skin.series import Session

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CourseData:
    """One site's course before anything is said of it.

    Parameters
    ----------
    sessions : all, in time order. used: those that are believed and, for an exposed site, have a partner.
    lab : [used, 3], the site's own colour, CIELAB.
    colour : [used, 3], what is charted: minus the covered site's, where there is one.
    paired : whether there is one.
    layout : None: too few sessions for a baseline. cov: [3, 3] of one session, as known beforehand.
    asked : what only the person can answer. unpaired: sessions left out for want of a partner.
    """

    sessions: tuple[Session, ...]
    used: tuple[Session, ...]
    lab: Array
    colour: Array
    paired: bool
    layout: Layout | None
    cov: Array
    asked: tuple[Asked, ...]
    unpaired: int


def course_data(
    sessions: Sequence[Session], control_sessions: Sequence[Session], directions: Directions, knowledge: Knowledge,
    *, now_s: int,
) -> CourseData:  # fmt: skip
    """Put a site's sessions in order, leave out what is doubted, and take the covered site's colour off.

    Parameters
    ----------
    control_sessions : of the covered site; none for the course of a site's own colour.
    now_s : later sessions are left out.
    """
    ordered, asked = in_order(sessions, now_s)
    out, doubts = doubtful(ordered, knowledge)
    believed = [each for each, doubted in zip(ordered, out, strict=True) if not doubted]
    controls, _ = in_order(control_sessions, now_s)
    bad, _ = doubtful(controls, knowledge)
    pairs = pairs_of(believed, [each for each, doubted in zip(controls, bad, strict=True) if not doubted], knowledge)
    used = tuple(each for each, _ in pairs) if controls else tuple(believed)
    lab = np.array([each.lab for each in used]).reshape(-1, 3)
    partners = [other for _, other in pairs]
    colour = lab - np.array([each.lab for each in partners]).reshape(-1, 3) if controls else lab
    time_s = np.array([each.time_s for each in used], dtype=np.int64)
    return CourseData(
        sessions=ordered,
        used=used,
        lab=lab,
        colour=colour,
        paired=bool(controls),
        layout=layout_of(time_s, [setup_of(each) for each in used], knowledge),
        cov=session_cov(used, partners, directions, knowledge) if used else np.eye(3),
        asked=(*asked, *doubts),
        unpaired=len(believed) - len(used),
    )
