"""What a study's server answers to programs: entries, schedules, exports. Every call names a token; no cookie counts.

`scopes` says which right each part of a token stands for, `caller` finds out who asks, `address` lists the operations.
"""
