"""The Skills tab: giving a skill, reviewing practice, what is counted, and keeping it up."""
