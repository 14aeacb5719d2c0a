"""The only room with a database or a key. Empty in this version: records are plain folders."""

__all__: list[str] = []
