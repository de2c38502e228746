"""Sessions and their notes: the list, the three-pane editor, the signed view, the door to the psychotherapy notes."""
