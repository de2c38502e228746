"""What has to be known of names before they can be taken out of a text; data, not code."""

from __future__ import annotations

import re


def _listed(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


PARTICLES = _listed(
    "abu af al av bar ben bin da das de del della den der des di dos du el ibn la le mac mc san st ten ter van von zu"
)
"""Parts of a full name that identify nobody when they stand alone."""

EVERYDAY_WORDS = _listed(
    """
    amber april art ash august aurora autumn basil bill bliss brook carol chance charity chase chip christian chuck
    clay cliff coral crystal daisy dale dawn dean dick dolly don drew earl eve faith fern flora frank gay gene ginger
    glen grace grant guy harmony hazel heath heather holly honey hope hunter iris ivy jack jade jasmine jay jean jewel
    joy june kelly king lance lane lily mark mason max may mercy miles mo nick norm olive opal pansy pat patience
    pearl penny pepper peter pierce poppy prince prudence rain ray reed rich river rob robin rocky rod rose ruby rusty
    sage sandy skip sky star sterling stone storm sue summer sunny terry tiger trinity violet virginia wade ward will
    willow winter woody wren young
    """
)
"""Given names that are everyday English words too: taken out only where they are written with a capital."""

MONTHS = _listed("april may june august")
"""Of those the ones that are months as well: beside a number they are a date."""
