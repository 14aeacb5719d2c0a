"""What the server runs: Django's application, opened at once where a passphrase file was named."""

from __future__ import annotations

import atexit
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "speciosa.web.settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from speciosa.web import daily_backup, opened, phone_door, served, working  # noqa: E402  Django has started now

atexit.register(working.stop)
opened.at_start()
daily_backup.begin()
phone_door.open_door(served.folder(), application)
