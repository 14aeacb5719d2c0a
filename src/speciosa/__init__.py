"""A person's own private record, turned into an honest answer. Read `speciosa.story` first."""

__version__ = "0.1.0"
