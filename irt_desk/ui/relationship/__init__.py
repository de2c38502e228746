"""The Relationship tab: partner and context, cycle map with its editor, episodes and their figures."""
