"""One parameter point after the other, many at once: exposure felt, columns made, everything linear integrated out."""

from __future__ import annotations

import numpy as np
from numba import njit

from speciosa.effect.likelihood.marginal import gram_of, log_evidence
from speciosa.effect.likelihood.response import LONGEST_STEP_MIN, Array, Whole, decay_tables, felt
from speciosa.values.exponential import decayed

VARYING = ("effect", "tolerance", "carry_in")
"""The columns that depend on the nonlinear numbers, in this order; with an instrument, two more."""
INSTRUMENT = ("unassigned_share", "unassigned_tolerance")


@njit(cache=True, nogil=True, error_model="numpy")
def evaluate(
    theta: Array, draw: Whole, conc: Array, assigned: Array, step_min: Whole, at: Whole, usual: Array,
    usual_step_min: Whole, since_h: Array, fixed: Array, step_h: Array, noise: Array, prior_mean: Array,
    prior_sd: Array, shape: float, scale: float, lanes: int, log_like: Array, grams: Array, log_dets: Array,
) -> None:  # fmt: skip
    """Log p(y | theta) of many points, and the Gram matrix of each.

    Parameters
    ----------
    theta : [n, 5]: ke 1/h, EC50 in the unit of `conc`, kT 1/h, tau h, rho.
    draw : [n], which exposure each point looks at.
    conc : [point, draw], concentration on the record's grid.
    assigned : the same under the assigned doses; [0, draw] where nothing was assigned or all was kept to.
    step_min : [point], whole minutes since the point before.
    at : [rating], the grid point of each rating.
    usual, usual_step_min : [point, draw] and [point], the usual pattern from washed out on, on an even grid.
    since_h : [rating], hours since the record began.
    fixed : [rating, column], the columns that do not depend on theta; the last is y.
    step_h, noise : [rating], of `gram_of`.
    prior_mean, prior_sd, shape, scale : of `log_evidence`.
    lanes : points worked on at once.
    log_like : [n], out.  grams : [n, column, column], out, lower triangle.  log_dets : [n], out.
    """
    n, ratings = theta.shape[0], len(at)
    varying_n = 5 if len(assigned) else 3
    columns = varying_n + fixed.shape[1]
    kept, lag, stays = _tables(lanes)
    share, tolerant = np.empty((ratings, lanes)), np.empty((ratings, lanes))
    planned_share, planned_tolerant = np.empty((ratings, lanes)), np.empty((ratings, lanes))
    lane_conc, lane_usual = np.empty((len(conc), lanes)), np.empty((len(usual), lanes))
    usual_share, usual_tolerant = np.empty((len(usual), lanes)), np.empty((len(usual), lanes))
    whole = np.arange(len(usual))
    varying = np.empty((ratings, varying_n, lanes))
    gram, log_det, found = np.empty((columns, columns, lanes)), np.empty(lanes), np.empty(lanes)
    ke, ec50, kt, tau, rho = (np.empty(lanes), np.empty(lanes), np.empty(lanes), np.empty(lanes), np.empty(lanes))
    pick = np.empty(lanes, dtype=np.int64)
    for first in range(0, n, lanes):
        for lane in range(lanes):
            row = min(first + lane, n - 1)  # the last batch is filled up with its last point
            ke[lane], ec50[lane], kt[lane] = theta[row, 0], theta[row, 1], theta[row, 2]
            tau[lane], rho[lane], pick[lane] = theta[row, 3], theta[row, 4], draw[row]
        decay_tables(ke, kt, kept, lag, stays)
        _gather(usual, pick, lane_usual)
        felt(lane_usual, usual_step_min, ec50, kept, lag, stays, whole, usual_share, usual_tolerant)
        _gather(conc, pick, lane_conc)
        felt(lane_conc, step_min, ec50, kept, lag, stays, at, share, tolerant)
        if len(assigned):
            _gather(assigned, pick, lane_conc)
            felt(lane_conc, step_min, ec50, kept, lag, stays, at, planned_share, planned_tolerant)
            unassigned(share, planned_share, varying[:, 3])
            unassigned(tolerant, planned_tolerant, varying[:, 4])
        _columns(share, tolerant, usual_share, usual_tolerant, kt, since_h, varying)
        gram_of(varying, fixed, step_h, noise, tau, rho, gram, log_det)
        for lane in range(min(lanes, n - first)):
            log_dets[first + lane] = log_det[lane]
            for i in range(columns):
                for j in range(i + 1):
                    grams[first + lane, i, j] = gram[i, j, lane]
        log_evidence(gram, log_det, ratings, prior_mean, prior_sd, shape, scale, found)
        for lane in range(min(lanes, n - first)):
            log_like[first + lane] = found[lane]


@njit(cache=True, nogil=True, error_model="numpy")
def feel(
    theta: Array, draw: Whole, conc: Array, step_min: Whole, at: Whole, lanes: int, share: Array, tolerance: Array
) -> None:
    """E and T of many points at chosen places of one grid, into `share` and `tolerance` [n, chosen].

    Parameters
    ----------
    theta, draw, conc, step_min, lanes : as in `evaluate`; of `theta` the first three columns are used.
    at : [chosen], positions of grid points, ascending.
    """
    n = theta.shape[0]
    kept, lag, stays = _tables(lanes)
    lane_conc = np.empty((len(conc), lanes))
    seen_share, seen_tolerance = np.empty((len(at), lanes)), np.empty((len(at), lanes))
    ke, ec50, kt = np.empty(lanes), np.empty(lanes), np.empty(lanes)
    pick = np.empty(lanes, dtype=np.int64)
    for first in range(0, n, lanes):
        for lane in range(lanes):
            row = min(first + lane, n - 1)
            ke[lane], ec50[lane], kt[lane], pick[lane] = theta[row, 0], theta[row, 1], theta[row, 2], draw[row]
        decay_tables(ke, kt, kept, lag, stays)
        _gather(conc, pick, lane_conc)
        felt(lane_conc, step_min, ec50, kept, lag, stays, at, seen_share, seen_tolerance)
        for lane in range(min(lanes, n - first)):
            share[first + lane] = seen_share[:, lane]
            tolerance[first + lane] = seen_tolerance[:, lane]


@njit(cache=True, nogil=True, error_model="numpy")
def _tables(lanes: int) -> tuple[Array, Array, Array]:
    size = LONGEST_STEP_MIN + 1
    return np.empty((size, lanes)), np.empty((size, lanes)), np.empty((size, lanes))


@njit(cache=True, nogil=True, error_model="numpy")
def _gather(conc: Array, pick: Whole, out: Array) -> None:
    for point in range(len(conc)):
        row, line = conc[point], out[point]
        for lane in range(len(pick)):
            line[lane] = row[pick[lane]]


@njit(cache=True, nogil=True, error_model="numpy")
def unassigned(taken: Array, assigned: Array, out: Array) -> None:
    """What of the exposure taken the assigned one does not explain, into `out` [rating, lane].

    The residual of the first stage, taken on assigned over the ratings: with it as a column of its own, the
    coefficient of what was taken is read from what the assignment moved. (The plain difference would not do: where
    doses are skipped, the assigned exposure moves the taken one by less than itself.)

    Parameters
    ----------
    taken, assigned : [rating, lane].
    """
    ratings, lanes = taken.shape
    taken_mean, assigned_mean = np.zeros(lanes), np.zeros(lanes)
    for at in range(ratings):
        taken_mean += taken[at]
        assigned_mean += assigned[at]
    taken_mean /= ratings
    assigned_mean /= ratings
    together, own = np.zeros(lanes), np.full(lanes, 1e-12)
    for at in range(ratings):
        away = assigned[at] - assigned_mean
        together += away * (taken[at] - taken_mean)
        own += away * away
    slope = together / own
    for at in range(ratings):
        out[at] = taken[at] - taken_mean - slope * (assigned[at] - assigned_mean)


@njit(cache=True, nogil=True, error_model="numpy")
def _columns(
    share: Array, tolerant: Array, usual_share: Array, usual_tolerant: Array, kt: Array, since_h: Array, varying: Array
) -> None:
    """The columns whose coefficients are the effect itself and tolerance's height.

    Pain gets -bE E + bT T. With Em, Tm the means of E and T over the usual pattern the effect is
    D = bT Tm - bE Em, so that -bE E + bT T = D E/Em + bT (T - Tm E/Em): the effect is a coefficient.
    """
    lanes = share.shape[1]
    mean_share, mean_tolerance = np.zeros(lanes), np.zeros(lanes)
    for point in range(len(usual_share)):
        mean_share += usual_share[point]
        mean_tolerance += usual_tolerant[point]
    mean_share /= len(usual_share)
    mean_tolerance /= len(usual_share)
    inverse = 1.0 / mean_share
    for at in range(len(share)):
        felt_now, tolerance_now = share[at], tolerant[at]
        effect, tolerance, carried = varying[at, 0], varying[at, 1], varying[at, 2]
        since = since_h[at]
        for lane in range(lanes):
            effect[lane] = felt_now[lane] * inverse[lane]
        for lane in range(lanes):
            tolerance[lane] = tolerance_now[lane] - mean_tolerance[lane] * effect[lane]
        for lane in range(lanes):
            carried[lane] = decayed(-kt[lane] * since)
