"""Relationship patterns: maps with versions, episodes, rollups (domain paper, section 2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from irt_desk.domain import patterns as rules
from irt_desk.domain import safety as safety_rules
from irt_desk.domain.patterns import (
    CycleMap,
    PatternEpisode,
    PatternStatus,
    RelationshipPattern,
    Rollup,
    SafetyFlag,
    rollup,
)
from irt_desk.domain.safety import TriggerKind
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.values import Act, Missing, insist
from irt_desk.errors import NotFound, Refused
from irt_desk.services import search_text
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.safety import raise_trigger
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, tables
from irt_desk.storage.rows import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternView:
    """A pattern with its maps, newest version first."""

    pattern: RelationshipPattern
    maps: tuple[CycleMap, ...]

    @property
    def newest(self) -> CycleMap | None:
        """The newest map, or None."""
        return self.maps[0] if self.maps else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRollup:
    """The figures of the time before one session, as told in it."""

    number: int
    on: date
    rollup: Rollup
    retrospective: bool


class Patterns(Service):
    """Patterns and how they move."""

    def of(self, unit_id: str) -> tuple[PatternView, ...]:
        """Return every pattern of a record, the primary one first."""
        with self._reading() as c:
            maps = tables.MAPS.of_unit(c, unit_id, (tables.MAPS.table.c.version.desc(),))
            found = [
                PatternView(pattern=p, maps=tuple(m for m in maps if m.pattern_id == p.id))
                for p in tables.PATTERNS.of_unit(c, unit_id)
            ]
        return tuple(sorted(found, key=lambda view: not view.pattern.is_primary))

    def save(self, pattern: RelationshipPattern) -> Saved[RelationshipPattern]:
        """Store a pattern. Its code may not be assigned while the safety gate is a stop (2.4)."""
        with self._changing() as c:
            self._refuse_stop(c, pattern.unit_id)
            is_new = not pattern.id
            pattern = cleaned(replace(pattern, id=pattern.id or self._id()))
            if is_new:
                first = not tables.PATTERNS.of_unit(c, pattern.unit_id)
                pattern = replace(pattern, is_primary=pattern.is_primary or first, status=PatternStatus.SUSPECTED)
            else:
                pattern = replace(pattern, status=self._pattern(c, pattern.id).status)
            insist(rules.status_problems(pattern, self._newest(c, pattern.id)))
            tables.PATTERNS.put(c, pattern)
            self._audit(c, "pattern.edited", "relationship_pattern", pattern.id, unit_id=pattern.unit_id)
            self._index(c, pattern)
        return saved(pattern, Area.PATTERNS)

    def set_status(
        self, pattern_id: str, status: PatternStatus, *, session_id: str | None = None
    ) -> Saved[RelationshipPattern]:
        """Move a pattern on: shared, confirmed (with the session), dormant, retired (2.5 rules 3 and 4)."""
        with self._changing() as c:
            pattern = self._pattern(c, pattern_id)
            if status in (PatternStatus.SHARED_WITH_CLIENT, PatternStatus.CONFIRMED_BY_CLIENT):
                self._refuse_stop(c, pattern.unit_id)
            confirmed = session_id or pattern.confirmed_in_session_id
            pattern = replace(pattern, status=status, confirmed_in_session_id=confirmed)
            insist(rules.status_problems(pattern, self._newest(c, pattern_id)))
            tables.PATTERNS.replace(c, pattern)
            self._audit(
                c, "pattern.status", "relationship_pattern", pattern.id, unit_id=pattern.unit_id, reason=status.value
            )
        return saved(pattern, Area.PATTERNS)

    def save_map(self, cycle_map: CycleMap) -> Saved[CycleMap]:
        """Store a map: in place while it is a working draft, as a new version once it was shared (2.5 rule 5).

        Raises:
            Invalid: a rule of 2.5 is broken. Refused: the safety gate is a stop.
        """
        with self._changing() as c:
            pattern = self._pattern(c, cycle_map.pattern_id)
            self._refuse_stop(c, pattern.unit_id)
            insist(rules.step_problems(cycle_map.steps))
            newest = self._newest(c, pattern.id)
            in_place = newest is not None and not rules.must_be_new_version(pattern)
            cycle_map = cleaned(
                replace(
                    cycle_map,
                    id=newest.id if newest and in_place else self._id(),
                    unit_id=pattern.unit_id,
                    version=newest.version if newest and in_place else (newest.version if newest else 0) + 1,
                    created=newest.created if newest and in_place else self._now(c),
                )
            )
            tables.MAPS.put(c, cycle_map)
            self._audit(c, "pattern.map", "cycle_map", cycle_map.id, unit_id=pattern.unit_id)
            self._index(c, pattern)
        return saved(cycle_map, Area.PATTERNS)

    def log_episode(self, episode: PatternEpisode) -> Saved[PatternEpisode]:
        """Store an episode as told; a safety flag asks for a new screening at once (2.6, 6.6)."""
        with self._changing() as c:
            insist(rules.episode_problems(episode, self._today(c)))
            episode = cleaned(replace(episode, id=episode.id or self._id(), entered=self._now(c)))
            pattern = self._pattern(c, episode.pattern_id)
            before = tables.EPISODES.get(c, episode.id)
            if before is not None:
                episode = replace(episode, entered=before.entered)
            tables.EPISODES.put(c, episode)
            self._audit(c, "pattern.episode", "pattern_episode", episode.id, unit_id=episode.unit_id)
            first = min(filter(None, (pattern.first_seen, episode.happened.day)))
            last = max(filter(None, (pattern.last_seen, episode.happened.day)))
            tables.PATTERNS.replace(c, replace(pattern, first_seen=first, last_seen=last))
            flagged = episode.safety_flag is not SafetyFlag.NONE
            if flagged and (before is None or before.safety_flag is not episode.safety_flag):
                raise_trigger(self, c, episode.unit_id, TriggerKind.EPISODE_FLAG, self._today(c), episode.id)
        areas = (Area.PATTERNS, Area.SAFETY, Area.CLIENTS) if flagged else (Area.PATTERNS,)
        return saved(episode, *areas)

    def episodes(self, unit_id: str, pattern_id: str | None = None) -> tuple[PatternEpisode, ...]:
        """Return the episodes of a record or of one pattern, newest first."""
        with self._reading() as c:
            return self._episodes(c, unit_id, pattern_id)

    def rollup(self, unit_id: str, pattern_id: str, since: date, until: date) -> Rollup:
        """Return the figures of the days from ``since`` up to and without ``until``."""
        with self._reading() as c:
            found = self._episodes(c, unit_id, pattern_id)
        inside = [e for e in found if since <= e.happened.day < until]
        return rollup(inside, (until - since).days)

    def rollups_by_session(self, unit_id: str, pattern_id: str) -> tuple[SessionRollup, ...]:
        """Return one set of figures for the time before each attended session, oldest first (2.6)."""
        with self._reading() as c:
            episodes = self._episodes(c, unit_id, pattern_id)
            opened = self._unit(c, unit_id).opened_on
            sessions = [
                s
                for s in tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,))
                if s.attendance is Attendance.ATTENDED and not s.entered_in_error and s.number is not None
            ]
        found: list[SessionRollup] = []
        since = opened
        for session in sessions:
            until = session.starts.day
            inside = [e for e in episodes if since <= e.happened.day < until]
            if inside or found:
                found.append(
                    SessionRollup(
                        number=session.number or 0,
                        on=until,
                        rollup=rollup(inside, (until - since).days),
                        retrospective=bool(inside) and all(e.is_retrospective for e in inside),
                    )
                )
            since = until
        return tuple(found)

    def _episodes(self, c: Connection, unit_id: str, pattern_id: str | None) -> tuple[PatternEpisode, ...]:
        found = tables.EPISODES.of_unit(c, unit_id, (tables.EPISODES.table.c.happened.desc(),))
        return tuple(e for e in found if pattern_id is None or e.pattern_id == pattern_id)

    def _refuse_stop(self, c: Connection, unit_id: str) -> None:
        """Refuse while the gate is a stop: there is no mutual pattern to map (2.4)."""
        standing = safety_rules.standing(caseload.safety_history(c, unit_id), self._today(c))
        if standing.gate.is_stop:
            raise Refused([Missing("pattern_safety_stop", Act.SAFETY)])

    def _pattern(self, c: Connection, pattern_id: str) -> RelationshipPattern:
        found = tables.PATTERNS.get(c, pattern_id)
        if found is None:
            raise NotFound(what="pattern")
        return found

    def _newest(self, c: Connection, pattern_id: str) -> CycleMap | None:
        m = tables.MAPS.table.c
        return tables.MAPS.first(c, m.pattern_id == pattern_id, order_by=(m.version.desc(),))

    def _index(self, c: Connection, pattern: RelationshipPattern) -> None:
        client_id = self._client(c, pattern.unit_id).id
        search_text.index_pattern(c, pattern, self._newest(c, pattern.id), client_id, self._today(c))
