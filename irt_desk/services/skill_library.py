"""The library of skills: the built-in ones and those the therapist wrote, each version kept."""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain import own_skills as rules
from irt_desk.domain.content import Skill, SkillGroup
from irt_desk.domain.own_skills import OwnSkill, as_skill
from irt_desk.domain.values import insist
from irt_desk.errors import NotFound
from irt_desk.services import content
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection


def own_skills(c: Connection) -> dict[str, OwnSkill]:
    """Return the newest version of every own skill by code, retired ones included."""
    own = tables.OWN_SKILLS.table.c
    return {skill.code: skill for skill in tables.OWN_SKILLS.all(c, order_by=(own.version,))}


def all_skills(c: Connection) -> dict[str, Skill]:
    """Return every skill by id in the order of the groups; retired own ones too, because a chart may still name them."""
    found = {**content.load_skills(), **{code: as_skill(own) for code, own in own_skills(c).items()}}
    order = list(SkillGroup)
    return {skill.id: skill for skill in sorted(found.values(), key=lambda s: order.index(s.group))}


def skill_of(c: Connection, skill_id: str) -> Skill:
    """Return one skill.

    Raises:
        NotFound: nobody has such a skill.
    """
    skill = content.load_skills().get(skill_id) or all_skills(c).get(skill_id)
    if skill is None:
        raise NotFound(what="skill")
    return skill


def skill_names(c: Connection) -> dict[str, str]:
    """Return the name of every skill there is or was, by id."""
    return {code: skill.name for code, skill in all_skills(c).items()}


class SkillLibrary(Service):
    """Reads the library and stores what the therapist adds to it."""

    def skills(self) -> dict[str, Skill]:
        """Return every skill that may be given, by id, in the order of the groups."""
        with self._reading() as c:
            retired = {code for code, own in own_skills(c).items() if own.retired}
            return {code: skill for code, skill in all_skills(c).items() if code not in retired}

    def names(self) -> dict[str, str]:
        """Return the name of every skill there is or was, by id."""
        with self._reading() as c:
            return skill_names(c)

    def own(self) -> tuple[OwnSkill, ...]:
        """Return the newest version of every own skill, in the order they were made."""
        with self._reading() as c:
            return tuple(own_skills(c).values())

    def save(self, skill: OwnSkill) -> Saved[OwnSkill]:
        """Store an own skill: a new one gets its code, a known one a new version."""
        with self._changing() as c:
            insist(rules.own_skill_problems(skill))
            known = own_skills(c)
            if skill.code and skill.code not in known:
                raise NotFound(what="skill")
            code = skill.code or rules.next_code(set(known))
            version = known[code].version + 1 if code in known else 1
            skill = cleaned(replace(skill, id=self._id(), code=code, version=version, saved=self._now(c)))
            tables.OWN_SKILLS.add(c, skill)
            self._audit(c, "skill.defined", "own_skill", skill.id, reason=code)
        return saved(skill, Area.SKILLS)

    def retire(self, code: str, *, retired: bool = True) -> Saved[OwnSkill]:
        """Take an own skill out of the list to choose from, or put it back; charts that name it keep it."""
        with self._changing() as c:
            known = own_skills(c).get(code)
            if known is None:
                raise NotFound(what="skill")
            made = replace(known, id=self._id(), version=known.version + 1, saved=self._now(c), retired=retired)
            tables.OWN_SKILLS.add(c, made)
            self._audit(c, "skill.retired" if retired else "skill.defined", "own_skill", made.id, reason=code)
        return saved(made, Area.SKILLS)
