"""The library: what the program knows and what the therapist added. Each section is a module of its own.

A new section is a class derived from ``ListSection`` (or from ``Page``) and one line in ``page.SECTIONS``.
"""
