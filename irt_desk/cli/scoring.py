"""``irt-desk score``: printed values to a score, with no practice."""

from __future__ import annotations

import json
from typing import Any

import click

from irt_desk.services import scoring
from irt_desk.words import say


@click.command("score", context_settings={"ignore_unknown_options": True})
@click.argument("measure")
@click.argument("answers", nargs=-1, required=True)
@click.option(
    "--version", default="", help="Printing of the form where several are scored differently (DAST-10, WAST)."
)
@click.option("--baseline", type=float, help="Earlier total; the class of the change is printed.")
@click.option("--place", default="", help="Jurisdiction whose cut-offs hold: us, uk.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def score(
    measure: str, answers: tuple[str, ...], version: str, baseline: float | None, place: str, as_json: bool
) -> None:
    """Score MEASURE from its printed values in item order; - marks a missing one. Total-only measures take the total."""
    found = scoring.score_answers(measure, answers, version=version, baseline=baseline, place=place)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in lines(found):
        print(line)


def lines(found: dict[str, Any]) -> list[str]:
    """Return a score as lines for a person."""
    total = "-" if found["total"] is None else f"{found['total']:g}"
    made = [say("score.total", measure=found["measure"], total=total)]
    made += [
        say("score.part", code=code, value="-" if v is None else f"{v:g}") for code, v in found["subscales"].items()
    ]
    made += [
        say("score.side", label=c["label"], side=say(f"cut_side.{c['side']}"), population=c["population"])
        for c in found["cutoffs"]
    ]
    if not found["complete"]:
        made.append(say("score.prorated" if found["prorated"] else "score.incomplete"))
    if found["class"]:
        made.append(say("score.class", name=say(f"outcome_class.{found['class']}")))
    if found["provisional"]:
        made.append(say("score.provisional"))
    made += [say(f"score.opens_{what}") for what in dict.fromkeys(s["opens"] for s in found["safety"])]
    return made
