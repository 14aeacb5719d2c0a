"""Every page of the app that a browser can open by its address alone, as a JSON list: from the app's own table of
addresses, so that none is forgotten. ``python -m tests.browser.routes``.
"""

from __future__ import annotations

import json
import os

NO_PAGES = {"/begin", "/phone/trust", "/phone/ca.crt"}
"""The first start, and what stands only where a phone's door is open: unit tests look at these."""


def routes() -> list[str]:
    """Addresses without places for ids, in the table's order."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "speciosa.web.settings")
    os.environ.setdefault("SPECIOSA_STORE", "nowhere")
    import django

    django.setup()
    from speciosa.web.urls import urlpatterns

    found = ["/" + str(each.pattern) for each in urlpatterns if "<" not in str(each.pattern)]
    return [each for each in found if each not in NO_PAGES]


if __name__ == "__main__":
    print(json.dumps(routes()))
