"""The pages of allocation: keys, allocating, packing, one person in need, the reveal, the promises."""

from __future__ import annotations

from speciosa.study.server.pages.allocation import allocate, keys, packing, promises, reveal, unblind

paths = [*keys.paths, *allocate.paths, *packing.paths, *unblind.paths, *reveal.paths, *promises.paths]
