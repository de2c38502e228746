"""The cycle map among the documents: which version may leave, for whom, under which gate (domain paper, 2.5, 6.6).

The table of 6.6 says of maps: open, allowed; caution, on screen only unless confirmed safe to take home; unscreened, on screen
only; a stop, hidden from print. It holds here for every reader.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from irt_desk.documents import cycle_map as writer
from irt_desk.documents.blocks import Document, DocumentKind, Letterhead, PageIdentity, PageSize
from irt_desk.documents.redaction import Reader, Told
from irt_desk.domain.figures.cycle_map import WIDTH
from irt_desk.domain.figures.primitives import Figure
from irt_desk.domain.figures.step_views import StepView, views_of
from irt_desk.domain.patterns import CycleMap, CycleStep, PatternStatus, RelationshipPattern, Rollup, rollup
from irt_desk.domain.safety import GatedAct, Permission
from irt_desk.domain.values import THIRD_PARTY, Act, Missing
from irt_desk.errors import NotFound, Refused
from irt_desk.services import pattern_series
from irt_desk.services.document_makers import Asked, Maker, Subject, standing_of
from irt_desk.services.pattern_figures import figure_of, summary_rows
from irt_desk.services.summary_facts import identity_of, third_party_of
from irt_desk.services.texts import day_text, first_name, pattern_name
from irt_desk.storage import settings, tables
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

_TOLD = frozenset({THIRD_PARTY})


class CycleMapMaker(Maker):
    """Makes the map: for the client the newest version the client has seen, for others the newest there is."""

    kind = DocumentKind.CYCLE_MAP
    readers = writer.READERS
    needs_subject = True

    def subjects(self, service: Documents, c: Connection, unit_id: str) -> tuple[Subject, ...]:
        """Return the patterns that have a map, the primary one first."""
        drawn = {one.pattern_id for one in tables.MAPS.of_unit(c, unit_id) if len(one.steps) > 1}
        patterns = [p for p in tables.PATTERNS.of_unit(c, unit_id) if p.id in drawn]
        patterns.sort(key=lambda p: (p.status is PatternStatus.RETIRED, not p.is_primary))
        return tuple(Subject(p.id, pattern_name(p)) for p in patterns)

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the map for its reader.

        Raises:
            Refused: the safety gate keeps it on screen, or the client has not seen any version of it.
        """
        insist_map_on_paper(service, c, asked)
        pattern = tables.PATTERNS.get(c, asked.subject)
        if pattern is None or pattern.unit_id != asked.unit_id:
            raise NotFound(what="pattern")
        drawn = _version_for(c, pattern, asked.reader)
        return writer.cycle_map(
            _gather(service, c, asked, pattern, drawn), asked.reader, name_partner=asked.name_partner
        )


def insist_map_on_paper(service: Documents, c: Connection, asked: Asked) -> None:
    """Raise where the table of 6.6 keeps maps off paper, whoever would read them.

    Raises:
        Refused: with the sentence that says why and what to do.
    """
    cell = standing_of(service, c, asked.unit_id).permission(GatedAct.PRINT_MAP)
    if cell is Permission.REFUSED:
        raise Refused([Missing("document_stopped", Act.SAFETY)])
    if cell is Permission.SCREEN_ONLY:
        raise Refused([Missing("document_screen_only", Act.SAFETY)])
    if cell is Permission.SCREEN_ONLY_UNLESS_CONFIRMED and not asked.confirmed:
        raise Refused([Missing("document_confirm", Act.NONE)])


def _version_for(c: Connection, pattern: RelationshipPattern, reader: Reader) -> CycleMap:
    """Return the version a reader may have: the client's copy is one the client has seen."""
    m, s = tables.MAPS.table.c, tables.MAP_SHOWINGS.table.c
    maps = tables.MAPS.all(c, m.pattern_id == pattern.id, order_by=(m.version.desc(),))
    maps = tuple(one for one in maps if len(one.steps) > 1)
    if reader is Reader.CLIENT:
        seen = {one.map_id for one in tables.MAP_SHOWINGS.all(c, s.pattern_id == pattern.id)}
        is_shared = pattern.status is not PatternStatus.SUSPECTED
        maps = tuple(one for one in maps if is_shared and one.id in seen)
        if not maps:
            raise Refused([Missing("map_not_seen", Act.PATTERN)])
    if not maps:
        raise NotFound(what="pattern")
    return maps[0]


def _gather(
    service: Documents, c: Connection, asked: Asked, pattern: RelationshipPattern, drawn: CycleMap
) -> writer.CycleMapFacts:
    client, who = service._client(c, asked.unit_id), settings.practitioner(c)
    partners = tables.PARTNERS.of_unit(c, asked.unit_id)
    called = first_name(client.preferred_name)
    partner = first_name(partners[0].name) if partners and partners[0].name else say("word.partner")
    today = service._today(c)
    is_client = asked.reader is Reader.CLIENT
    if is_client:  # marks are the therapist's shorthand; on a paper at home they would read as a verdict
        drawn = replace(drawn, steps=tuple(replace(step, horsemen=()) for step in drawn.steps))
    views = views_of(drawn, client=called, partner=partner)
    identity: PageIdentity = identity_of(client)
    return writer.CycleMapFacts(
        made_on=today,
        letterhead=Letterhead(lines=who.letterhead or tuple(filter(None, (who.name, who.credential)))),
        identity=identity,
        client_called=called,
        pattern=pattern_name(pattern),
        version=say("relationship.version", number=drawn.version, day=day_text(drawn.created.day, weekday=False)),
        drawn=views,
        steps=tuple(_step(view, step, is_client=is_client) for view, step in zip(views, drawn.steps, strict=True)),
        nickname=pattern.nickname_by_client,
        loops_back_to=drawn.loops_back_to_step,
        summary=Told(drawn.summary_for_client, _TOLD),
        page_size=PageSize.LETTER if who.paper.upper() == "LETTER" else PageSize.A4,
        client_names=tuple(filter(None, (client.preferred_name, client.legal_name))),
        third_parties=tuple(third_party_of(one) for one in partners),
        standing=() if is_client else _standing(pattern, drawn),
        protects=Told("" if is_client else pattern.protective_function_client),
        protects_partner=Told("" if is_client else pattern.protective_function_partner_hypothesis, _TOLD),
        figures=() if is_client else _figures(service, c, pattern),
        trend=None if is_client else _trend(service, c, pattern),
    )


def _step(view: StepView, step: CycleStep, *, is_client: bool) -> writer.StepFacts:
    """Return a step in words: what the drawing says of it, its ways out in full, and its source for a clinician."""
    elsewhere = {say("figure.another_reading", text=text) for text in step.alternatives}
    if not is_client:  # a clinician reads the whole source in its own line
        elsewhere |= {line.text for line in view.lines if line.is_source}
    asides = tuple(Told(line.text, _TOLD) for line in view.lines[1:] if line.text not in elsewhere)
    sources = [label(step.source), say("map_document.held", confidence=label(step.confidence).lower())]
    sources += [say("map_document.evidence", text=text) for text in step.evidence]
    return writer.StepFacts(
        title=view.title,
        text=Told(step.text, _TOLD),
        is_guess=view.hypothesis,
        asides=asides,
        readings=tuple(Told(text, _TOLD) for text in step.alternatives),
        exits=tuple(label(one) for one in step.exits_possible),
        sources=(" · ".join(sources),),
    )


def _standing(pattern: RelationshipPattern, drawn: CycleMap) -> tuple[tuple[str, str], ...]:
    return (
        (say("map_document.pattern"), pattern_name(pattern)),
        (say("map_document.nickname"), pattern.nickname_by_client),
        (say("map_document.position"), label(pattern.client_position)),
        (say("map_document.status"), label(pattern.status)),
        (say("map_document.version"), f"{drawn.version}, {day_text(drawn.created.day, weekday=False)}"),
        (say("map_document.around"), ", ".join(label(one) for one in pattern.context_factors)),
    )


def _figures(service: Documents, c: Connection, pattern: RelationshipPattern) -> tuple[tuple[str, str], ...]:
    """Return the figures of everything that was told of a pattern, each with its n; nothing when nothing was."""
    e = tables.EPISODES.table.c
    told = tables.EPISODES.all(c, e.pattern_id == pattern.id)
    opened = service._unit(c, pattern.unit_id).opened_on
    whole: Rollup = rollup(told, max(1, (service._today(c) - opened).days + 1))
    return tuple(summary_rows(whole)) if whole.n else ()


def _trend(service: Documents, c: Connection, pattern: RelationshipPattern) -> Figure | None:
    """Return the drawing of the window, as wide as the map."""
    series = pattern_series.by_session(c, service._unit(c, pattern.unit_id), pattern.id)
    return figure_of(series, pattern.code, width=WIDTH * 0.72)
