"""Pages of units of two, and the way to them."""
