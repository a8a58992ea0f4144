"""A learned prior for auxiliary points: what a candidate looks like, and what that is worth."""
