"""Pure values and rules of Individual Relationship Therapy.

No Qt, no SQL, no files, no clock: time, ids and randomness come in as arguments. Values are frozen dataclasses;
what must hold raises with every reason at once, and ``missing_for`` style functions return the same list for display.
"""
