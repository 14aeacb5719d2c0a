"""The few values that every room speaks: errors, gaps, sources, units, timeline, draws, JSON form."""
