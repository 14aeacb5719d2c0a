"""The density of the few nonlinear numbers, with everything linear and the noise integrated out exactly.

`response`: concentration -> effect site -> share of the largest effect -> tolerance. `marginal`: ratings
with an Ornstein-Uhlenbeck process and white noise, collapsed. `lanes`: both compiled, eight points at once.
`dense`: the same in plain NumPy, O(n^3), which a test holds the others against.
"""
