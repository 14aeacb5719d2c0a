"""People who take part: invited by a code, they consent, and use the app's own pages."""
