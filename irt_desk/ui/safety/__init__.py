"""Safety in the chart: the gate and what it allows, the guided interview, overrides, duties, the private plan."""
