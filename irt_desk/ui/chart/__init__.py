"""One chart: the header that stays, and its tabs."""
