"""The store's and the app's modules can be collected by themselves: Django starts before them."""

from speciosa.store.opening import start_django

start_django("speciosa.web.settings")
collect_ignore = ["src/speciosa/web/wsgi.py"]  # the server alone runs it
