"""One chart as plain data, for the command line and for checks from outside. Without psychotherapy notes."""

from __future__ import annotations

from typing import Any

from irt_desk.domain.caseload import CaseloadRow, fold
from irt_desk.services import pattern_series
from irt_desk.services.context import Service
from irt_desk.services.fit_reviews import shown as fit_review_shown
from irt_desk.services.intake import shown as intake_shown
from irt_desk.services.joint_show import joint_shown
from irt_desk.services.ledger import shown as ledger_shown
from irt_desk.services.measure_courses import as_rows
from irt_desk.services.sharing import shown as sharing_shown
from irt_desk.services.skill_show import chart_skills
from irt_desk.storage import caseload, tables, units
from irt_desk.storage.rows import Connection, RecordTable, encode


class Show(Service):
    """Reads charts as data; the keys are stable (design paper, section 4)."""

    def caseload(self, text: str = "") -> list[dict[str, Any]]:
        """Return the client list as data, optionally only names that contain a text."""
        with self._reading() as c:
            today = self._today(c)
            wanted = fold(text)
            return [_line(row, today) for row in caseload.rows(c) if wanted in row.search]

    def chart(self, unit_id: str) -> dict[str, Any]:
        """Return one chart as data and trace that it was looked at."""
        with self._changing() as c:
            found = self._chart(c, unit_id)
            self._audit(c, "client.viewed", "treatment_unit", unit_id, unit_id=unit_id)
        return found

    def _chart(self, c: Connection, unit_id: str) -> dict[str, Any]:
        today = self._today(c)
        standing = caseload.gate_standing(c, unit_id, today)
        episode = self._episode(c, unit_id)

        def rows(table: RecordTable[Any]) -> list[Any]:
            return [encode(value) for value in table.of_unit(c, unit_id)]

        plans = tables.PLANS.of_unit(c, unit_id, (tables.PLANS.table.c.version,))
        maintenance = tables.MAINTENANCE_PLANS.of_unit(c, unit_id)
        return {
            **joint_shown(c, unit_id),
            "client": self._who(c, unit_id),
            "presenting": encode(tables.PRESENTING.get(c, unit_id)),
            "partner": rows(tables.PARTNERS),
            "relationship": rows(tables.RELATIONSHIPS),
            "intake": intake_shown(c, unit_id, self._unit(c, unit_id).opened_on),
            "ledger": ledger_shown(c, unit_id),
            "fit_review": fit_review_shown(c, unit_id),
            "state": episode.state.value,
            "episode": encode(episode),
            "partner_engagement": caseload.current_engagement(c, unit_id).value,
            "engagement_log": rows(tables.ENGAGEMENT),
            "invitations": [] if standing.gate.is_stop else rows(tables.INVITATIONS),
            "invitation_preparation": None
            if standing.gate.is_stop
            else encode(tables.INVITATION_PREPARATIONS.get(c, unit_id)),
            "safety_gate": {
                "gate": standing.gate.value,
                "reasons": list(standing.reasons),
                "screened_on": encode(standing.screened_on),
                "rescreen_due": encode(standing.rescreen_due),
            },
            "suitability": {
                "preferability": rows(tables.PREFERABILITY),
                "motivation": rows(tables.MOTIVATION),
                "decisions": rows(tables.FIT_DECISIONS),
                "notes": encode(tables.FIT_NOTES.get(c, unit_id)),
                "pathway_decisions": rows(tables.PATHWAY_DECISIONS),
            },
            "cautions": rows(tables.CAUTIONS),
            "barriers": rows(tables.BARRIERS),
            "engagement_efforts": rows(tables.EFFORTS),
            "consents": rows(tables.CONSENTS),
            "releases": rows(tables.RELEASES),
            "disclosures": rows(tables.DISCLOSURES),
            "patterns": self._patterns(c, unit_id),
            "episodes": rows(tables.EPISODES),
            "sessions": self._sessions(c, unit_id),
            "skills": chart_skills(c, unit_id),
            "maintenance": {
                "plan": encode(maintenance[-1]) if maintenance else None,
                "plan_versions": [encode(plan) for plan in maintenance],
                "follow_ups": rows(tables.FOLLOW_UPS),
            },
            "measures": as_rows(c, unit_id),
            "plan": encode(plans[-1]) if plans else None,
            "plan_versions": [encode(plan) for plan in plans],
            "plan_reviews": rows(tables.PLAN_REVIEWS),
            "formulations": rows(tables.FORMULATIONS),
            "growth": self._growth(c, unit_id, is_stopped=standing.gate.is_stop),
            "pathway": rows(tables.STATE_CHANGES),
            "safety_stops": rows(tables.SAFETY_STOPS),
            "transition_reviews": rows(tables.REVIEWS),
            "inventory_steps": rows(tables.INVENTORY_STEPS),
            "direction_reviews": rows(tables.DIRECTION_REVIEWS),
            "discharges": rows(tables.DISCHARGES),
            **({"shared": sharing_shown(c, unit_id)} if self._unit(c, unit_id).kind.is_joint else {}),
        }

    def _growth(self, c: Connection, unit_id: str, *, is_stopped: bool) -> dict[str, Any]:
        """Return the growth lines; own part, ripples and guesses are not shown while the gate is a stop (2.4)."""
        found: dict[str, RecordTable[Any]] = {
            "insights": tables.INSIGHTS,
            "own_parts": tables.OWN_PARTS,
            "own_part_steps": tables.OWN_PART_STEPS,
            "ripples": tables.RIPPLES,
            "ratings": tables.GROWTH_RATINGS,
            "good_moments": tables.GOOD_MOMENTS,
            "shared_ratings": tables.SHARED_RATINGS,
        }
        return {
            name: [encode(value) for value in table.of_unit(c, unit_id)]
            for name, table in found.items()
            if not (is_stopped and name in ("own_parts", "own_part_steps", "ripples", "shared_ratings"))
        }

    def _who(self, c: Connection, unit_id: str) -> Any:
        """Return the client; of a joint unit the names of its members only: how one is reached is not the other's to read."""
        people = units.members_of(c, unit_id)
        if not people:
            return encode(self._client(c, unit_id))
        return {"members": [{"id": person.id, "name": person.preferred_name} for _, person in people]}

    def _patterns(self, c: Connection, unit_id: str) -> list[dict[str, Any]]:
        maps, unit = tables.MAPS.of_unit(c, unit_id), self._unit(c, unit_id)
        shown = tables.MAP_SHOWINGS.of_unit(c, unit_id, (tables.MAP_SHOWINGS.table.c.version,))
        return [
            {
                **encode(p),
                "maps": [encode(m) for m in maps if m.pattern_id == p.id],
                "seen_by_client": [one.version for one in shown if one.pattern_id == p.id],
                "by_session": [encode(one) for one in pattern_series.by_session(c, unit, p.id)],
            }
            for p in tables.PATTERNS.of_unit(c, unit_id)
        ]

    def _sessions(self, c: Connection, unit_id: str) -> list[dict[str, Any]]:
        notes = {n.session_id: n for n in tables.NOTES.of_unit(c, unit_id)}
        addenda = tables.ADDENDA.of_unit(c, unit_id)
        cosigned = tables.COSIGNATURES.of_unit(c, unit_id)
        found = []
        for session in tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,)):
            note = notes.get(session.id)
            data: dict[str, Any] = {**encode(session), "minutes": session.minutes, "note": None}
            if note is not None:
                data["note"] = {
                    "id": note.id,
                    "status": note.status.value,
                    "content": encode(note.content),
                    "signature": encode(note.signature),
                    "addenda": [encode(a) for a in addenda if a.note_id == note.id],
                    "cosignatures": [encode(s) for s in cosigned if s.note_id == note.id],
                }
            found.append(data)
        return found


def _review_flag(row: CaseloadRow) -> list[str]:
    return ["fit_review"] if any(due.code == "fit_review" for due in row.dues) else []


def _line(row: CaseloadRow, today: Any) -> dict[str, Any]:
    return {
        "id": row.client_id,
        "name": row.name,
        "state": row.state.value,
        "partner_engagement": row.engagement.value,
        "safety_gate": row.gate_on(today).value,
        "flags": [*row.cautions, *(["draft_note"] if row.drafts else []), *_review_flag(row)],
        "next_due": encode(row.next_due),
    }
