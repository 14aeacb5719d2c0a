"""The catalogues of the other languages: what has to be translated, and what is."""

from __future__ import annotations
