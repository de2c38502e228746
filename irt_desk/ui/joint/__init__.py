"""Joint units in the window: their own header, tabs and course; nothing of one that the other could read stands on them.

Shown to the practitioner only; the chart of an individual record lies in ``irt_desk.ui.chart``.
"""
