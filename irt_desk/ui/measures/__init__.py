"""The Measures tab: keying a paper form, charts against cut-off and error of measurement, the risk prompt."""
