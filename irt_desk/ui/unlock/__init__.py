"""The unlock page: the first thing that is painted, with QtWidgets alone."""
