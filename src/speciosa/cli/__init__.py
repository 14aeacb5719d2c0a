"""The whole product for a terminal: the commands of the contract."""

from speciosa.cli.app import main

__all__ = ["main"]
