"""The person's own experiment: blocks, washout, randomisation, concealment.

The schedule is sealed when it is made. `concealment` is open to the store, the study and the trial
commands alone, and nothing in this room imports it: the analysis cannot peek.
"""

__all__: list[str] = []
