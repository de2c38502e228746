"""The Plan tab: the plan, its formulation, the golden thread through it, its reviews, and how the client grows."""
