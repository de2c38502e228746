"""Relationship patterns: maps with versions, episodes, rollups (domain paper, section 2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from irt_desk.domain import patterns as rules
from irt_desk.domain import quick_episodes as quick
from irt_desk.domain.patterns import (
    CycleMap,
    EpisodeCount,
    MapShowing,
    PatternEpisode,
    PatternStatus,
    RelationshipPattern,
    Rollup,
    SafetyFlag,
    rollup,
)
from irt_desk.domain.quick_episodes import QuickAnswer
from irt_desk.domain.safety import TriggerKind
from irt_desk.domain.trends import SessionRollup
from irt_desk.domain.values import Act, Missing, insist
from irt_desk.errors import NotFound, Refused
from irt_desk.services import pattern_series, search_text
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.safety import raise_trigger
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, tables
from irt_desk.storage.rows import Connection

_LISTED = (Area.PATTERNS, Area.CLIENTS)
"""What a change touches that the client list and Today show: a map may be due to be looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternView:
    """A pattern with its maps, newest version first, and the versions the client has seen."""

    pattern: RelationshipPattern
    maps: tuple[CycleMap, ...]
    shown: tuple[MapShowing, ...] = ()

    @property
    def newest(self) -> CycleMap | None:
        """The newest map, or None."""
        return self.maps[0] if self.maps else None

    @property
    def newest_shown(self) -> CycleMap | None:
        """The newest map the client has seen, or None."""
        seen = {showing.map_id for showing in self.shown}
        return next((one for one in self.maps if one.id in seen), None)

    def showing_of(self, cycle_map: CycleMap) -> MapShowing | None:
        """Return when the client saw a version first, or None."""
        return next((showing for showing in self.shown if showing.map_id == cycle_map.id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickFacts:
    """What the block of five questions needs to know: the patterns, and since when each is asked about."""

    unit_id: str
    session_id: str | None
    today: date
    patterns: tuple[RelationshipPattern, ...]
    since: dict[str, date]
    told_here: dict[str, int]
    is_stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickTold:
    """What an answer became: the episodes, and the count that was told."""

    episodes: tuple[PatternEpisode, ...]
    count: EpisodeCount


class Patterns(Service):
    """Patterns and how they move."""

    def of(self, unit_id: str) -> tuple[PatternView, ...]:
        """Return every pattern of a record, the primary one first."""
        with self._reading() as c:
            maps = tables.MAPS.of_unit(c, unit_id, (tables.MAPS.table.c.version.desc(),))
            shown = tables.MAP_SHOWINGS.of_unit(c, unit_id, (tables.MAP_SHOWINGS.table.c.version,))
            found = [
                PatternView(
                    pattern=p,
                    maps=tuple(m for m in maps if m.pattern_id == p.id),
                    shown=tuple(s for s in shown if s.pattern_id == p.id),
                )
                for p in tables.PATTERNS.of_unit(c, unit_id)
            ]
        return tuple(sorted(found, key=lambda view: not view.pattern.is_primary))

    def save(self, pattern: RelationshipPattern) -> Saved[RelationshipPattern]:
        """Store a pattern. Its code may not be assigned while the safety gate is a stop (2.4)."""
        with self._changing() as c:
            pattern = self._save(c, pattern)
        return saved(pattern, Area.PATTERNS)

    def _save(self, c: Connection, pattern: RelationshipPattern) -> RelationshipPattern:
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
        return pattern

    def set_status(
        self, pattern_id: str, status: PatternStatus, *, session_id: str | None = None
    ) -> Saved[RelationshipPattern]:
        """Move a pattern on: shared, confirmed (with the session), dormant, retired (2.5 rules 3 and 4)."""
        with self._changing() as c:
            pattern = self._pattern(c, pattern_id)
            if status in rules.SEEN_BY_CLIENT:
                self._refuse_stop(c, pattern.unit_id)
            seen = tables.MAP_SHOWINGS.first(c, tables.MAP_SHOWINGS.table.c.pattern_id == pattern_id) is not None
            insist(rules.status_change_problems(pattern.status, status, was_seen=seen))
            confirmed = session_id or pattern.confirmed_in_session_id
            pattern = replace(pattern, status=status, confirmed_in_session_id=confirmed)
            newest = self._newest(c, pattern_id)
            insist(rules.status_problems(pattern, newest))
            tables.PATTERNS.replace(c, pattern)
            if newest is not None and status in rules.SEEN_BY_CLIENT:
                self._shown(c, newest, session_id)
            self._audit(
                c, "pattern.status", "relationship_pattern", pattern.id, unit_id=pattern.unit_id, reason=status.value
            )
            self._refresh(c, pattern.unit_id)
        return saved(pattern, *_LISTED)

    def put_first(self, pattern_id: str) -> Saved[RelationshipPattern]:
        """Make a pattern the primary one of its record; the one that was primary before stands behind it."""
        with self._changing() as c:
            chosen = self._pattern(c, pattern_id)
            for one in tables.PATTERNS.of_unit(c, chosen.unit_id):
                if one.is_primary is not (one.id == pattern_id):
                    tables.PATTERNS.replace(c, replace(one, is_primary=one.id == pattern_id))
            self._audit(c, "pattern.primary", "relationship_pattern", chosen.id, unit_id=chosen.unit_id)
        return saved(replace(chosen, is_primary=True), Area.PATTERNS)

    def save_map(self, cycle_map: CycleMap) -> Saved[CycleMap]:
        """Store a map: in place while it is a working draft, as a new version once it was shared (2.5 rule 5).

        Raises:
            Invalid: a rule of 2.5 is broken. Refused: the safety gate is a stop.
        """
        with self._changing() as c:
            cycle_map = self._save_map(c, cycle_map)
        return saved(cycle_map, *_LISTED)

    def _save_map(self, c: Connection, cycle_map: CycleMap) -> CycleMap:
        pattern = self._pattern(c, cycle_map.pattern_id)
        self._refuse_stop(c, pattern.unit_id)
        basis = tuple(dict.fromkeys(cycle_map.based_on_incident_ids))
        cycle_map = replace(cycle_map, pattern_id=pattern.id, based_on_incident_ids=basis)
        told = tables.EPISODES.of_unit(c, pattern.unit_id)
        insist([*rules.map_problems(cycle_map), *rules.basis_problems(cycle_map, told)])
        newest = self._newest(c, pattern.id)
        in_place = newest is not None and not rules.must_be_new_version(pattern)
        today = self._today(c)
        held = next((s.id for s in pattern_series.attended(c, pattern.unit_id) if s.starts.day == today), None)
        cycle_map = cleaned(
            replace(
                cycle_map,
                session_id=newest.session_id if newest and in_place else cycle_map.session_id or held,
                id=newest.id if newest and in_place else self._id(),
                unit_id=pattern.unit_id,
                version=newest.version if newest and in_place else (newest.version if newest else 0) + 1,
                created=newest.created if newest and in_place else self._now(c),
            )
        )
        tables.MAPS.put(c, cycle_map)
        self._audit(c, "pattern.map", "cycle_map", cycle_map.id, unit_id=pattern.unit_id)
        self._index(c, pattern)
        self._refresh(c, pattern.unit_id)
        return cycle_map

    def save_with_map(self, pattern: RelationshipPattern, cycle_map: CycleMap) -> Saved[CycleMap]:
        """Store a pattern and its map together: the rules of both are asked before either is stored.

        A map that differs in nothing from the newest version makes no new one.

        Raises:
            Invalid: with every reason of pattern and map at once. Refused: the safety gate is a stop.
        """
        insist([*rules.map_problems(cycle_map), *rules.pattern_problems(pattern)])
        with self._changing() as c:
            made = self._save(c, pattern)
            newest = self._newest(c, made.id)
            if newest is not None and rules.same_map(newest, cycle_map):
                return saved(newest, Area.PATTERNS)
            cycle_map = self._save_map(c, replace(cycle_map, pattern_id=made.id, unit_id=made.unit_id))
        return saved(cycle_map, *_LISTED)

    def show_to_client(self, map_id: str, *, session_id: str | None = None) -> Saved[MapShowing]:
        """Note that the client has seen a version drawn after the first was shared; only such a one may go home.

        Raises:
            Invalid: the map has no own move, or the pattern was never shared. Refused: the safety gate is a stop.
        """
        with self._changing() as c:
            found = tables.MAPS.get(c, map_id)
            if found is None:
                raise NotFound(what="pattern")
            pattern = self._pattern(c, found.pattern_id)
            self._refuse_stop(c, pattern.unit_id)
            insist(rules.showing_problems(pattern, found))
            showing = self._shown(c, found, session_id)
        return saved(showing, Area.PATTERNS)

    def _shown(self, c: Connection, cycle_map: CycleMap, session_id: str | None) -> MapShowing:
        s = tables.MAP_SHOWINGS.table.c
        before = tables.MAP_SHOWINGS.first(c, s.map_id == cycle_map.id)
        if before is not None:
            return before
        showing = MapShowing(
            id=self._id(),
            unit_id=cycle_map.unit_id,
            pattern_id=cycle_map.pattern_id,
            map_id=cycle_map.id,
            version=cycle_map.version,
            shown=self._now(c),
            session_id=session_id,
        )
        tables.MAP_SHOWINGS.add(c, showing)
        self._audit(c, "pattern.map_shown", "cycle_map", cycle_map.id, unit_id=cycle_map.unit_id)
        return showing

    def quick_facts(self, unit_id: str, session_id: str | None = None) -> QuickFacts:
        """Return what the block of five questions asks about: patterns in work, and since when (2.6)."""
        with self._reading() as c:
            today = self._today(c)
            until = today
            if session_id is not None and (session := tables.SESSIONS.get(c, session_id)) is not None:
                until = session.starts.day
            opened = self._unit(c, unit_id).opened_on
            asked = tables.EPISODE_COUNTS.of_unit(c, unit_id)
            before = [
                s.starts.day for s in pattern_series.attended(c, unit_id) if s.id != session_id and s.starts.day < until
            ]
            episodes = tables.EPISODES.of_unit(c, unit_id)
            patterns = [p for p in tables.PATTERNS.of_unit(c, unit_id) if p.status is not PatternStatus.RETIRED]
            is_stopped = caseload.gate_standing(c, unit_id, today).gate.is_stop
        patterns.sort(key=lambda p: not p.is_primary)
        since: dict[str, date] = {}
        for pattern in patterns:
            last = [one.until for one in asked if one.pattern_id == pattern.id and one.until <= until]
            since[pattern.id] = min(until, max([opened, *before, *last]))
        told = {
            p.id: sum(e.pattern_id == p.id and e.told_in_session_id == session_id for e in episodes) for p in patterns
        }
        return QuickFacts(
            unit_id=unit_id,
            session_id=session_id,
            today=today,
            patterns=tuple(patterns),
            since=since,
            told_here=told if session_id else {},
            is_stopped=is_stopped,
        )

    def tell(
        self, unit_id: str, pattern_id: str, answer: QuickAnswer, *, since: date, session_id: str | None = None
    ) -> Saved[QuickTold]:
        """Store the answer to the five questions: as many episodes as were told, and the count, even when it is none.

        Raises:
            Invalid: with every reason at once; nothing is stored then.
        """
        with self._changing() as c:
            today, now = self._today(c), self._now(c)
            insist(quick.answer_problems(answer, since, today))
            pattern = self._pattern(c, pattern_id)
            session = tables.SESSIONS.get(c, session_id) if session_id is not None else None
            until = min(today, session.starts.day) if session is not None else today
            told = quick.episodes_of(
                answer,
                unit_id=pattern.unit_id,
                pattern_id=pattern_id,
                since=min(since, until),
                today=until,
                entered=now,
                session_id=session_id,
            )
            kept = tuple(self._log(c, episode) for episode in told)
            count = EpisodeCount(
                id=self._id(),
                unit_id=pattern.unit_id,
                pattern_id=pattern_id,
                asked=now,
                since=min(since, until),
                until=until,
                count=len(kept),
                session_id=session_id,
            )
            tables.EPISODE_COUNTS.add(c, count)
            self._audit(c, "pattern.asked", "episode_count", count.id, unit_id=pattern.unit_id)
        return saved(QuickTold(episodes=kept, count=count), *_areas(answer.safety_flag))

    def log_episode(self, episode: PatternEpisode) -> Saved[PatternEpisode]:
        """Store an episode as told; a safety flag asks for a new screening at once (2.6, 6.6)."""
        with self._changing() as c:
            episode = self._log(c, episode)
        return saved(episode, *_areas(episode.safety_flag))

    def _log(self, c: Connection, episode: PatternEpisode) -> PatternEpisode:
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
        return episode

    def episodes(self, unit_id: str, pattern_id: str | None = None) -> tuple[PatternEpisode, ...]:
        """Return the episodes of a record or of one pattern, newest first."""
        with self._reading() as c:
            return self._episodes(c, unit_id, pattern_id)

    def rollup(self, unit_id: str, pattern_id: str, since: date, until: date) -> Rollup:
        """Return the figures of the days from ``since`` up to and without ``until``."""
        with self._reading() as c:
            found = self._episodes(c, unit_id, pattern_id)
            asked = any(
                one.pattern_id == pattern_id and since < one.until and one.since < until
                for one in tables.EPISODE_COUNTS.of_unit(c, unit_id)
            )
        inside = [e for e in found if since <= e.happened.day < until]
        return rollup(inside, (until - since).days, asked=asked)

    def rollups_by_session(self, unit_id: str, pattern_id: str) -> tuple[SessionRollup, ...]:
        """Return one set of figures for the time before each attended session, oldest first (2.6)."""
        with self._reading() as c:
            return pattern_series.by_session(c, self._unit(c, unit_id), pattern_id)

    def _episodes(self, c: Connection, unit_id: str, pattern_id: str | None) -> tuple[PatternEpisode, ...]:
        found = tables.EPISODES.of_unit(c, unit_id, (tables.EPISODES.table.c.happened.desc(),))
        return tuple(e for e in found if pattern_id is None or e.pattern_id == pattern_id)

    def _refuse_stop(self, c: Connection, unit_id: str) -> None:
        """Refuse while the gate is a stop: there is no mutual pattern to map (2.4)."""
        standing = caseload.gate_standing(c, unit_id, self._today(c))
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


def _areas(flag: SafetyFlag) -> tuple[Area, ...]:
    """Return what a told episode touches; a danger told touches the gate."""
    return (Area.PATTERNS,) if flag is SafetyFlag.NONE else (Area.PATTERNS, Area.SAFETY, Area.CLIENTS)
