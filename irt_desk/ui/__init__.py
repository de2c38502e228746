"""The window: the only Qt. Pages show values and ask services; they know no storage and no SQL."""
