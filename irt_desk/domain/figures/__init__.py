"""Figures as lists of primitives, made by plain Python: the window paints them, a document prints them.

Nothing here knows Qt, ReportLab, a font file or a colour value. The same figure carries its alternative text,
so the screen reader, the PDF's Figure tag and the drawing can never disagree.
"""
