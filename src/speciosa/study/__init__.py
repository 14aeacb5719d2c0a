"""Many people: roles, allocation, evidence packets. Empty in this version."""

__all__: list[str] = []
