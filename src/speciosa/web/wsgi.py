"""What the server runs: Django's application, opened at once where a passphrase file was named."""

from __future__ import annotations

import atexit
import ctypes
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "speciosa.web.settings"

if sys.platform == "linux":
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: no core file, no other program of this account looks in

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from speciosa.web import daily_backup, opened, phone_door, served, working  # noqa: E402  Django has started now

os.umask(0o077)  # whatever this process and its workers write is for the owner alone
atexit.register(working.stop)
opened.at_start()
daily_backup.begin()
phone_door.open_door(served.folder(), application)
