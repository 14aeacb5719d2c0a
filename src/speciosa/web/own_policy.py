"""A page that carries its own style, as it is printed: its policy allows that style, and nothing from anywhere."""

from __future__ import annotations

import re

from django.http import HttpResponse

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def with_own_policy(page: str) -> HttpResponse:
    """The page as an answer whose header says what the page itself says of what it may load."""
    policy = _POLICY.search(page[:4_000])
    assert policy is not None  # each of our papers has one
    said = policy[1].replace("&#39;", "'")
    return HttpResponse(page, headers={"Content-Security-Policy": f"{said}; frame-ancestors 'none'"})
