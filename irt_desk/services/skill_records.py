"""Records of a skill: its uses, the plan made for it, the look back; and the figures that come out of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from irt_desk.domain import counts as rules
from irt_desk.domain import revisits as revisit_rules
from irt_desk.domain.content import Skill
from irt_desk.domain.counts import Figure, RecordSource, ReviewRule, SkillPlan, SkillUse, figure, in_order, reviews_due
from irt_desk.domain.patterns import PatternEpisode
from irt_desk.domain.revisits import RevisitResult, SkillRevisit, next_days
from irt_desk.domain.skills import MasteryChange, current_stage
from irt_desk.domain.values import Instant, Problem, insist
from irt_desk.errors import NotFound
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.skill_library import skill_of
from irt_desk.services.text import cleaned
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection
from irt_desk.words import label


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillCounts:
    """What is counted for one skill of a case: its figures, what asks for a look, the plan and the records."""

    figures: tuple[Figure, ...] = ()
    reviews: tuple[ReviewRule, ...] = ()
    plan: SkillPlan | None = None
    plan_versions: int = 0
    uses: tuple[SkillUse, ...] = ()


def counts_of(c: Connection, unit_id: str, skill: Skill) -> SkillCounts:
    """Return what is counted for a skill of a case; the records newest first."""
    if skill.source is RecordSource.EPISODES:
        uses = tuple(_as_use(episode, skill) for episode in tables.EPISODES.of_unit(c, unit_id))
    else:
        uses = tuple(use for use in tables.SKILL_USES.of_unit(c, unit_id) if use.skill_id == skill.id)
    plans = [plan for plan in tables.SKILL_PLANS.of_unit(c, unit_id) if plan.skill_id == skill.id]
    return SkillCounts(
        figures=tuple(figure(count, uses) for count in skill.counts),
        reviews=reviews_due(skill.counts, skill.reviews, uses),
        plan=max(plans, key=lambda plan: plan.version, default=None),
        plan_versions=len(plans),
        uses=in_order(uses)[::-1],
    )


def _as_use(episode: PatternEpisode, skill: Skill) -> SkillUse:
    """Return an episode as a record of the skill that is counted by episodes (U1)."""
    awareness = episode.own_part_awareness
    answers = {"own_part_awareness": "" if awareness is None else str(int(awareness))}
    answers["how_far"] = label(episode.how_far) if episode.how_far is not None else ""
    return SkillUse(
        id=episode.id,
        unit_id=episode.unit_id,
        skill_id=skill.id,
        skill_version=skill.version,
        on=episode.happened.day,
        entered=episode.entered,
        answers=answers,
    )


class SkillRecords(Service):
    """Stores records, plans and looks back."""

    def add(self, use: SkillUse) -> Saved[SkillUse]:
        """Store one record of a skill.

        Raises:
            Invalid: an answer does not fit its field; a skill that is counted by episodes has no records of its own.
        """
        with self._changing() as c:
            skill = skill_of(c, use.skill_id)
            if skill.source is not RecordSource.OWN:
                insist([Problem("skill_id", "counted_elsewhere")])
            answers = {code: text.strip() for code, text in use.answers.items() if text.strip()}
            use = cleaned(replace(use, answers=answers))
            insist(rules.use_problems(skill.fields, use, self._today(c)))
            use = replace(use, id=self._id(), skill_version=skill.version, entered=self._now(c), entered_in_error=False)
            tables.SKILL_USES.add(c, use)
            self._audit(c, "skill.recorded", "skill_use", use.id, unit_id=use.unit_id, reason=skill.id)
        return saved(use, Area.SKILLS)

    def mark_wrong(self, use_id: str) -> Saved[SkillUse]:
        """Mark a record as entered in error; it stays and counts no more."""
        with self._changing() as c:
            use = tables.SKILL_USES.get(c, use_id)
            if use is None:
                raise NotFound(what="record")
            use = tables.SKILL_USES.replace(c, replace(use, entered_in_error=True))
            self._audit(c, "skill.record_wrong", "skill_use", use.id, unit_id=use.unit_id, reason=use.skill_id)
        return saved(use, Area.SKILLS)

    def save_plan(self, plan: SkillPlan) -> Saved[SkillPlan]:
        """Store the plan made for a skill as a new version; the versions before stay."""
        with self._changing() as c:
            skill = skill_of(c, plan.skill_id)
            plan = cleaned(replace(plan, answers={k: v.strip() for k, v in plan.answers.items() if v.strip()}))
            insist(rules.answer_problems(skill.plan, plan.answers))
            before = [p for p in tables.SKILL_PLANS.of_unit(c, plan.unit_id) if p.skill_id == skill.id]
            version = max((p.version for p in before), default=0) + 1
            now = self._now(c)
            plan = replace(plan, id=self._id(), version=version, skill_version=skill.version, on=now.day, entered=now)
            tables.SKILL_PLANS.add(c, plan)
            self._audit(c, "skill.planned", "skill_plan", plan.id, unit_id=plan.unit_id, reason=skill.id)
        return saved(plan, Area.SKILLS)

    def revisit(self, revisit: SkillRevisit) -> Saved[SkillRevisit]:
        """Store a look back; the next one comes later while the skill holds, and a lapse is flagged in its history."""
        with self._changing() as c:
            own = [m for m in tables.MASTERY.of_unit(c, revisit.unit_id) if m.skill_id == revisit.skill_id]
            insist(revisit_rules.revisit_problems(revisit, own, self._today(c)))
            before = [r for r in tables.SKILL_REVISITS.of_unit(c, revisit.unit_id) if r.skill_id == revisit.skill_id]
            days = next_days(revisit.result, before[-1].days if before else None)
            now = self._now(c)
            revisit = cleaned(replace(revisit, id=self._id(), entered=now, days=days))
            tables.SKILL_REVISITS.add(c, revisit)
            if revisit.result is RevisitResult.LAPSED:
                self._flag_lapse(c, revisit, own, now)
            self._audit(
                c, "skill.revisited", "skill_revisit", revisit.id, unit_id=revisit.unit_id, reason=revisit.skill_id
            )
            self._refresh(c, revisit.unit_id)
        return saved(revisit, Area.SKILLS, Area.CLIENTS)

    def _flag_lapse(self, c: Connection, revisit: SkillRevisit, own: list[MasteryChange], now: Instant) -> None:
        change = MasteryChange(
            id=self._id(),
            unit_id=revisit.unit_id,
            skill_id=revisit.skill_id,
            stage=current_stage(own, revisit.skill_id),
            on=revisit.on,
            entered=now,
            lapsed=True,
            note=revisit.note,
        )
        tables.MASTERY.add(c, change)
        self._audit(c, "skill.stage", "mastery_change", change.id, unit_id=change.unit_id, reason=change.skill_id)
