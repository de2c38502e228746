"""The Pathways page: every case by stage."""
