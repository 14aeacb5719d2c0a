"""What is over goes: sessions that ended, with what stopped joinings left in them, and old counts of tries."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.sessions.models import Session

from speciosa.study.server.participants import tries
from speciosa.web.clock import now_s


def clear_out() -> None:
    """Done when the server starts."""
    Session.objects.filter(expire_date__lt=datetime.fromtimestamp(now_s(), UTC)).delete()
    tries.forget_old()
