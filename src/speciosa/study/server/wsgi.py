"""What the server runs: Django's application, with its tables at hand."""

from __future__ import annotations

import ctypes
import logging
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "speciosa.study.server.settings"

if sys.platform == "linux":
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: no core file, no other program of this account looks in

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
logging.getLogger("django").addHandler(logging.NullHandler())  # it would print addresses: `faults` says what is needed
logging.getLogger("django").propagate = False

from speciosa.study.server import serving  # noqa: E402  Django has started now

os.umask(0o077)  # whatever this process writes is for the owner alone
serving.open_own_store()

from speciosa.study.server.participants import workers  # noqa: E402  the store is open now

workers.begin(1)
