"""What a therapist does: one use case, one transaction, its audit line inside.

Services take ids and domain values, return domain values, and know nothing of Qt. A changing method returns
:class:`~irt_desk.services.changes.Saved`, which says what areas changed, so that open pages can reload themselves.
"""
