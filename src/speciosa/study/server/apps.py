"""The name under which Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """The study's server."""

    name = "speciosa.study.server"
    label = "study"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What is written down and who signs in goes into the trail; what is worked out goes through the queue."""
        from speciosa.study.server import written  # noqa: PLC0415  models are there only now
        from speciosa.study.server.accounts import sign_in_trail  # noqa: PLC0415  models are there only now
        from speciosa.study.server.participants.queue import Queue  # noqa: PLC0415
        from speciosa.web import working  # noqa: PLC0415

        written.follow()
        working.done_by(Queue())
        sign_in_trail.connect()
