"""What a session of the staff is marked with: its beginning, its last use, whether it showed a second factor."""

from __future__ import annotations

BEGUN, SEEN = "staff_begun_s", "staff_seen_s"
SHOWN = "second_factor_shown"
