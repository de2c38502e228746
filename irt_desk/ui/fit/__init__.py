"""Fit in the chart: what is still open and why, the couples-first story, cautions with their competence."""
