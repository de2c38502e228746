"""Today: the next session, the others, what needs the therapist, pathways in motion, the caseload."""
