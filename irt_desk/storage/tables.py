"""The record tables, one line a domain value, and the triggers that lock what must hold a second time.

Importing this module completes the schema; migrations and the opening of a practice both need it.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text

from irt_desk.domain import (
    cases,
    check_ins,
    clients,
    consents,
    cosigning,
    counts,
    discernment,
    engagement,
    fit_review,
    formulations,
    goal_bank,
    growth,
    intake,
    inventory,
    invitations,
    ledger,
    maintenance,
    measure_answers,
    note_moves,
    note_views,
    notes,
    own_skills,
    patterns,
    plan_reviews,
    plans,
    private_disclosures,
    prompts,
    relationships,
    revisits,
    safety,
    safety_stops,
    sessions,
    sharing,
    skills,
    snippets,
    suitability,
    transfers,
    transitions,
    units,
)
from irt_desk.storage.note_table import AddendumTable, CoSignatureTable, NoteTable
from irt_desk.storage.rows import RecordTable
from irt_desk.storage.schema import metadata, register_trigger, register_virtual_table

T = TypeVar("T")

_REFERENCES = {
    "client_id": "client",
    "unit_id": "treatment_unit",
    "from_unit_id": "treatment_unit",
    "into_unit_id": "treatment_unit",
    "episode_id": "care_episode",
    "partner_id": "partner",
    "session_id": "session",
    "told_in_session_id": "session",
    "confirmed_in_session_id": "session",
    "pattern_id": "relationship_pattern",
    "map_id": "cycle_map",
    "note_id": "progress_note",
    "assignment_id": "practice_assignment",
    "plan_id": "treatment_plan",
    "review_id": "transition_review",
    "own_part_id": "own_part",
    "follows_id": "assertion",
    "administration_id": "measure_administration",
}

NO_DELETE: list[str] = []
"""Record tables whose rows are never deleted; a trigger refuses it."""

APPEND_ONLY: list[str] = []
"""Record tables whose rows are never changed either."""


def _record(
    cls: type[T],
    name: str,
    *,
    key: str = "id",
    append_only: bool = False,
    unique: tuple[str, ...] = (),
    indexes: tuple[str, ...] = ("unit_id",),
    made: type[RecordTable[T]] = RecordTable,
) -> RecordTable[T]:
    hints: dict[str, Any] = getattr(cls, "__dataclass_fields__")  # noqa: B009  mypy does not know it on a TypeVar
    references = {field: table for field, table in _REFERENCES.items() if field in hints and field != "id"}
    found = made(
        cls,
        metadata,
        name,
        key=key,
        references=references,
        indexes=tuple(field for field in indexes if field in hints and field != key),
        unique=unique,
    )
    NO_DELETE.append(name)
    register_trigger(f"{name}_no_delete", f"BEFORE DELETE ON {name} BEGIN SELECT RAISE(ABORT, 'kept'); END")
    if append_only:
        APPEND_ONLY.append(name)
        register_trigger(f"{name}_no_update", f"BEFORE UPDATE ON {name} BEGIN SELECT RAISE(ABORT, 'append only'); END")
    return found


CLIENTS = _record(clients.Client, "client", unique=("number",), indexes=("preferred_name",))
UNITS = _record(cases.TreatmentUnit, "treatment_unit", indexes=("client_id",))
EPISODES_OF_CARE = _record(cases.CareEpisode, "care_episode")
STATE_CHANGES = _record(cases.StateChange, "state_change", append_only=True)
PRESENTING = _record(cases.PresentingPicture, "presenting_picture", key="unit_id")
PARTNERS = _record(relationships.Partner, "partner")
RELATIONSHIPS = _record(relationships.Relationship, "relationship")
RELATIONSHIP_EVENTS = _record(relationships.RelationshipEvent, "relationship_event")
CLOSENESS = _record(relationships.AutonomyConnection, "autonomy_connection", append_only=True)
COPING = _record(relationships.StressCoping, "stress_coping")
ROLES = _record(intake.RoleFunctioning, "role_functioning", append_only=True)
SPILLOVER = _record(intake.Spillover, "spillover", append_only=True)
DIMENSIONS = _record(intake.RelationshipDimension, "relationship_dimension", append_only=True)
HURTS = _record(intake.UnresolvedHurt, "unresolved_hurt")
VISIONS = _record(intake.RelationshipVision, "relationship_vision", append_only=True)
WANTS = _record(intake.WantsStatement, "wants_statement", append_only=True)
COMMITMENTS = _record(intake.ClientCommitment, "client_commitment")
INTAKE_MARKS = _record(intake.IntakeMarks, "intake_marks", key="unit_id")
ASSERTIONS = _record(ledger.Assertion, "assertion")
PRIVATE_DISCLOSURES = _record(private_disclosures.PrivateDisclosure, "private_disclosure")
DRIFT_SIGNS = _record(fit_review.DriftSign, "drift_sign", append_only=True)
FIT_REVIEWS = _record(fit_review.FitReview, "fit_review", append_only=True)
ENGAGEMENT = _record(engagement.EngagementEntry, "engagement_entry", append_only=True)
INVITATION_PREPARATIONS = _record(invitations.InvitationPreparation, "invitation_preparation", key="unit_id")
INVITATIONS = _record(invitations.Invitation, "invitation")
SAFETY_INTERVIEWS = _record(safety.SafetyInterview, "safety_interview", append_only=True)
SAFETY_TRIGGERS = _record(safety.SafetyTrigger, "safety_trigger", append_only=True)
OVERRIDES = _record(safety.GateOverride, "gate_override", append_only=True)
SAFETY_STOPS = _record(safety_stops.SafetyStop, "safety_stop", append_only=True)
SAFETY_PLANS = _record(safety.SafetyPlan, "safety_plan", key="unit_id")
PREFERABILITY = _record(suitability.CouplesPreferability, "couples_preferability", append_only=True)
BARRIERS = _record(suitability.Barrier, "barrier")
EFFORTS = _record(suitability.EngagementEffort, "engagement_effort", append_only=True)
MOTIVATION = _record(suitability.MotivationScreen, "motivation_screen", append_only=True)
FIT_DECISIONS = _record(suitability.FitDecision, "fit_decision", append_only=True)
PATHWAY_DECISIONS = _record(suitability.PathwayDecision, "pathway_decision", append_only=True)
CAUTIONS = _record(suitability.CautionFlag, "caution_flag")
FIT_NOTES = _record(suitability.FitNotes, "fit_notes", key="unit_id")
CONSENTS = _record(consents.Consent, "consent")
PLANS = _record(plans.TreatmentPlan, "treatment_plan")
PLAN_REVIEWS = _record(plan_reviews.PlanReview, "plan_review", append_only=True)
FORMULATIONS = _record(formulations.Formulation, "formulation")
GOAL_BANK = _record(goal_bank.BankGoal, "bank_goal")
INSIGHTS = _record(growth.Insight, "insight")
OWN_PARTS = _record(growth.OwnPart, "own_part")
OWN_PART_STEPS = _record(growth.OwnPartStep, "own_part_step", append_only=True, indexes=("unit_id", "own_part_id"))
RIPPLES = _record(growth.Ripple, "ripple", append_only=True)
GROWTH_RATINGS = _record(growth.GrowthRating, "growth_rating", append_only=True)
GOOD_MOMENTS = _record(growth.GoodMoment, "good_moment", append_only=True)
SHARED_RATINGS = _record(growth.SharedRating, "shared_rating", append_only=True)
PROMPTS_ASIDE = _record(prompts.PromptAside, "prompt_aside", append_only=True)
SESSIONS = _record(sessions.Session, "session", indexes=("unit_id", "starts"))
NOTES = _record(notes.ProgressNote, "progress_note", unique=("session_id",), made=NoteTable)
ADDENDA = _record(notes.Addendum, "addendum", append_only=True, indexes=("unit_id", "note_id"), made=AddendumTable)
COSIGNATURES = _record(
    cosigning.CoSignature, "cosignature", append_only=True, indexes=("unit_id", "note_id"), made=CoSignatureTable
)
NOTE_MOVES = _record(note_moves.NoteMove, "note_move", append_only=True, indexes=("unit_id", "note_id"))
NOTE_TEMPLATES = _record(note_views.NoteTemplate, "note_template")
SNIPPETS = _record(snippets.Snippet, "snippet")
PATTERNS = _record(patterns.RelationshipPattern, "relationship_pattern")
MAPS = _record(patterns.CycleMap, "cycle_map", indexes=("unit_id", "pattern_id"))
MAP_SHOWINGS = _record(patterns.MapShowing, "map_showing", append_only=True, indexes=("unit_id", "pattern_id"))
EPISODE_COUNTS = _record(patterns.EpisodeCount, "episode_count", append_only=True, indexes=("unit_id", "pattern_id"))
EPISODES = _record(patterns.PatternEpisode, "pattern_episode", indexes=("unit_id", "pattern_id"))
ASSIGNMENTS = _record(skills.PracticeAssignment, "practice_assignment")
LOGS = _record(skills.PracticeLog, "practice_log", append_only=True, indexes=("unit_id", "assignment_id"))
MASTERY = _record(skills.MasteryChange, "mastery_change", append_only=True)
ADMINISTRATIONS = _record(measure_answers.Administration, "measure_administration", indexes=("unit_id", "session_id"))
RISK_ANSWERS = _record(measure_answers.RiskAnswer, "risk_answer", append_only=True)
OWN_MEASURES = _record(measure_answers.OwnMeasure, "own_measure", append_only=True, indexes=("key",))
SKILL_USES = _record(counts.SkillUse, "skill_use", indexes=("unit_id", "skill_id"))
SKILL_PLANS = _record(counts.SkillPlan, "skill_plan", append_only=True)
SKILL_REVISITS = _record(revisits.SkillRevisit, "skill_revisit", append_only=True)
OWN_SKILLS = _record(own_skills.OwnSkill, "own_skill", append_only=True, indexes=("code",))
MAINTENANCE_PLANS = _record(maintenance.MaintenancePlan, "maintenance_plan", append_only=True)
FOLLOW_UPS = _record(maintenance.FollowUp, "follow_up")
REVIEWS = _record(transitions.TransitionReview, "transition_review")
INVENTORY_STEPS = _record(inventory.InventoryStep, "inventory_step", append_only=True)
DISCHARGES = _record(transitions.Discharge, "discharge")
RELEASES = _record(transfers.Release, "release_record", append_only=True)
TRANSFERS = _record(transfers.TransferSummary, "transfer_summary")
DISCLOSURES = _record(transfers.Disclosure, "disclosure", append_only=True)

JOINT_PREPARATIONS = _record(units.JointPreparation, "joint_preparation", key="unit_id")
UNIT_LINKS = _record(units.UnitLink, "unit_link", key="unit_id", indexes=("from_unit_id",))
UNIT_MEMBERS = _record(units.UnitMember, "unit_member", indexes=("unit_id", "client_id"))
PRESCREENS = _record(units.PartnerPrescreen, "partner_prescreen", append_only=True, indexes=("from_unit_id",))
DISCERNMENT_SESSIONS = _record(discernment.DiscernmentSession, "discernment_session", unique=("session_id",))
ONE_TO_ONE = _record(discernment.OneToOne, "one_to_one", indexes=("unit_id", "session_id", "client_id"))
AGENDAS = _record(discernment.MemberAgenda, "member_agenda")
DIRECTION_REVIEWS = _record(discernment.DirectionReview, "direction_review", append_only=True)
DISCERNMENT_SCREENS = _record(
    units.DiscernmentScreen, "discernment_screen", append_only=True, indexes=("from_unit_id",)
)

ITEM_RELEASES = _record(sharing.ItemRelease, "item_release", indexes=("unit_id", "into_unit_id"))
SHARED_ITEMS = _record(sharing.SharedItem, "shared_item", append_only=True)

CHECK_INS = _record(check_ins.SafetyCheckIn, "safety_check_in", append_only=True, indexes=("unit_id", "session_id"))

PSYCHOTHERAPY_NOTE = Table(
    "psychotherapy_note",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("session_id", Text),
    Column("written", Text, nullable=False),
    Column("saved", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_psychotherapy_note_unit_id", "unit_id"),
    sqlite_strict=True,
)
"""Apart from the record: no foreign key into it, the body under its own key (NS-4), never in search."""

ISSUED_DOCUMENT = Table(
    "issued_document",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("unit_id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("issued", Text, nullable=False),
    Column("draft", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("attachment_id", Text, nullable=False),
    sqlite_strict=True,
)
"""Every document that left the program: kind, reader, when, its hash, and the copy kept as an attachment."""
for _what in ("UPDATE", "DELETE"):
    register_trigger(
        f"issued_document_no_{_what.lower()}",
        f"BEFORE {_what} ON issued_document BEGIN SELECT RAISE(ABORT, 'append only'); END",
    )

SEARCH_TEXT = Table(
    "search_text",
    metadata,
    Column("rowid", Integer, primary_key=True, nullable=False),
    Column("kind", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("client_id", Text, nullable=False, index=True),
    Column("on_day", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_search_text_object", "kind", "object_id", unique=True),
    sqlite_strict=True,
)
"""What search reads: client names and the text of notes, patterns and plans. Never psychotherapy notes, never safety text."""

register_virtual_table(
    "search_index",
    "CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_text', content_rowid='rowid', "
    "tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
)
register_trigger(
    "search_text_insert",
    "AFTER INSERT ON search_text BEGIN INSERT INTO search_index(rowid, text) VALUES (new.rowid, new.text); END",
)
register_trigger(
    "search_text_update",
    "AFTER UPDATE ON search_text BEGIN "
    "INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', old.rowid, old.text); "
    "INSERT INTO search_index(rowid, text) VALUES (new.rowid, new.text); END",
)
register_trigger(
    "search_text_delete",
    "AFTER DELETE ON search_text BEGIN "
    "INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', old.rowid, old.text); END",
)

register_trigger(
    "transfer_summary_reviewed",
    "BEFORE UPDATE ON transfer_summary WHEN old.reviewed_on IS NOT NULL BEGIN SELECT RAISE(ABORT, 'reviewed'); END",
)
_NOTE_TEXT = "content", "session_id", "unit_id", "written", "signature", "chain", "previous_digest", "digest", "seal"
register_trigger(
    "progress_note_signed",
    "BEFORE UPDATE ON progress_note WHEN old.status <> 'draft' AND NOT (old.status = 'signed' AND "
    "new.status = 'entered_in_error' AND "
    + " AND ".join(f"old.{name} IS new.{name}" for name in _NOTE_TEXT)
    + ") BEGIN SELECT RAISE(ABORT, 'signed'); END",
)
for _name in ("treatment_plan", "transition_review", "discharge", "formulation"):
    register_trigger(
        f"{_name}_signed",
        f"BEFORE UPDATE ON {_name} WHEN old.signed IS NOT NULL BEGIN SELECT RAISE(ABORT, 'signed'); END",
    )
register_trigger(
    "consent_kept",
    "BEFORE UPDATE ON consent WHEN NOT ("
    + " AND ".join(
        f"old.{name} IS new.{name}"
        for name in (
            "unit_id",
            "type",
            "version",
            "signer",
            "signer_name",
            "signed_on",
            "points",
            "secrets_option",
            "prior_info",
            "expires_on",
            "note",
        )
    )
    + " AND old.withdrawn_on IS NULL) BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
_TOLD = (
    "unit_id",
    "about",
    "content_kind",
    "text",
    "source",
    "told_on",
    "recorded",
    "session_id",
    "recall",
    "follows_id",
)
register_trigger(
    "assertion_kept",
    "BEFORE UPDATE ON assertion WHEN NOT ("
    + " AND ".join(f"old.{name} IS new.{name}" for name in _TOLD)
    + ") OR old.error_reason <> '' BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
_UNFIT = (
    "SELECT 1 FROM json_each(new.assertion_ids) AS cited JOIN assertion ON assertion.id = cited.value "
    "WHERE assertion.error_reason <> '' OR (assertion.about IN ('partner', 'both') "
    "AND (assertion.content_kind LIKE 'inferred%' OR assertion.content_kind = 'global_trait') "
    "AND (assertion.source NOT IN ('client_report', 'therapist_hypothesis') OR assertion.alternatives = '[]'))"
)
for _when in ("INSERT", "UPDATE"):
    register_trigger(
        f"formulation_rests_on_{_when.lower()}",
        f"BEFORE {_when} ON formulation WHEN new.signed IS NOT NULL AND EXISTS ({_UNFIT}) "
        "BEGIN SELECT RAISE(ABORT, 'a guess about the partner without another reading'); END",
    )
register_trigger(
    "private_disclosure_kept",
    "BEFORE UPDATE ON private_disclosure WHEN NOT ("
    + " AND ".join(f"old.{name} IS new.{name}" for name in ("unit_id", "told_on", "recorded", "session_id", "text"))
    + ") BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
register_trigger(
    "skill_use_kept",
    "BEFORE UPDATE ON skill_use WHEN NOT ("
    + " AND ".join(f'old."{name}" IS new."{name}"' for name in ("unit_id", "skill_id", "on", "entered", "answers"))
    + ") BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
register_trigger(
    "cycle_map_shared",
    "BEFORE UPDATE ON cycle_map WHEN (SELECT status FROM relationship_pattern WHERE id = old.pattern_id) "
    "<> 'suspected' OR (SELECT max(version) FROM cycle_map WHERE pattern_id = old.pattern_id) > old.version "
    "BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
register_trigger(
    "cycle_map_seen",
    "BEFORE UPDATE ON cycle_map WHEN EXISTS (SELECT 1 FROM map_showing WHERE map_id = old.id) "
    "BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
register_trigger(
    "care_episode_outcome",
    "BEFORE UPDATE ON care_episode WHEN old.outcome IS NOT NULL AND new.outcome IS NOT old.outcome "
    "BEGIN SELECT RAISE(ABORT, 'outcome is set once'); END",
)

register_trigger(
    "measure_administration_only_marked",
    "BEFORE UPDATE ON measure_administration WHEN old.entered_in_error = 1 OR "
    + " OR ".join(
        f'old."{name}" IS NOT new."{name}"'
        for name in ADMINISTRATIONS.names
        if name not in ("entered_in_error", "error_reason")
    )
    + " BEGIN SELECT RAISE(ABORT, 'answers stay as they were entered'); END",
)
"""An answer that was entered is never changed; it can only be marked as entered in error, once."""

register_trigger(
    "measure_administration_whose",
    "BEFORE INSERT ON measure_administration WHEN (new.place IS NULL) IS NOT "
    "(SELECT CASE kind WHEN 'individual_irt' THEN 1 WHEN 'couple' THEN 0 END FROM treatment_unit WHERE id = new.unit_id) "
    "BEGIN SELECT RAISE(ABORT, 'answers say whose they are in couple work, and belong to no other joint unit'); END",
)
"""In a couple unit answers belong to one of the two, in an individual record to its one person, nowhere else to anybody (6.1)."""
