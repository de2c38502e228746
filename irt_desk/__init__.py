"""IRT Desk: a desktop program for therapists who practise Individual Relationship Therapy."""

__version__ = "0.3.0"
