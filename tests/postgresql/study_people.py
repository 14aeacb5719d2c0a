"""A study with many participants and a token each, in the database that SPECIOSA_POSTGRESQL names; and what is there after.

``python -m tests.postgresql.study_people fill 200`` prints their tokens as JSON; ``... count`` prints how often each
entry id is there, and whether the trail's chains hold.
"""

from __future__ import annotations

import json
import sys
from collections import Counter

from speciosa.store.opening import arrived_s, start_django

SLUG = "load"


def fill(people: int) -> list[str]:
    """Make the study; the participants' tokens."""
    from django.contrib.auth.models import User

    from speciosa.store.models import Record
    from speciosa.study.server.api import tokens
    from speciosa.study.server.api.scopes import OWN
    from speciosa.study.server.models import Participant, Site, Study
    from speciosa.study.server.tables import newest_tables

    newest_tables()
    study = Study.objects.create(slug=SLUG, title="Load", state="open", made_s=arrived_s())
    site = Site.objects.create(study=study, slug="here", name="Here")
    made = []
    for at in range(people):
        participant = Participant.objects.create(
            study=study, site=site, number=f"P{at:04d}", person=User.objects.create(username=f"p{at}"),
            record=Record.objects.create(key=f"load{at}", begun_s=arrived_s()), joined_s=arrived_s(),
        )  # fmt: skip
        made.append(tokens.make_for_participant(participant, tokens.Asked("load", OWN)).words)
    return made


def count() -> dict[str, object]:
    """How often each id is there, and what does not fit in the trail."""
    from speciosa.store.models import Entry
    from speciosa.study.server.models import Link
    from speciosa.study.server.trail.verify import whole_server

    walked = whole_server()
    told: Counter[str] = Counter()
    for new in Link.objects.filter(action="entries").values_list("new", flat=True):
        told.update(list(json.loads(new)))
    return {
        "ids": Counter(Entry.objects.values_list("entry_id", flat=True)), "told": told, "chains": walked.chains,
        "steps": walked.steps, "misfits": [str(each) for each in walked.misfits],
    }  # fmt: skip


def main() -> None:
    """Do what is named."""
    start_django("speciosa.study.server.settings")
    print(json.dumps(fill(int(sys.argv[2])) if sys.argv[1] == "fill" else count()))


if __name__ == "__main__":
    main()
