"""The store's, the app's and the study server's modules can be collected by themselves: Django starts before them.

One process has one set of settings. The study's server has its own, so its tests run in a process of their own:
``SPECIOSA_TEST_SETTINGS=speciosa.study.server.settings python -m pytest tests/study_server src/speciosa/study/server``.
"""

import os

from speciosa.store.opening import start_django

_APP, _STUDY = "speciosa.web.settings", "speciosa.study.server.settings"
_settings = os.environ.get("SPECIOSA_TEST_SETTINGS", _APP)
if _settings == _STUDY:
    os.environ["SPECIOSA_STUDY_PLAIN"] = "1"
start_django(_settings)
collect_ignore = ["src/speciosa/web/wsgi.py", "src/speciosa/study/server/wsgi.py"]  # the servers alone run them
collect_ignore += ["tests/study_server", "src/speciosa/study/server"] if _settings == _APP else []
