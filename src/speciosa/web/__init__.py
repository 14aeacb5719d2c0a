"""The app that a person opens. Empty in this version: `speciosa report` makes the page."""

__all__: list[str] = []
