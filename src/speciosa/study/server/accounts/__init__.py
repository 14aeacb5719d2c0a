"""Accounts of the staff: a password and a second factor."""
