"""Pages of one feature."""
