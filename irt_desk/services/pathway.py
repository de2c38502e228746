"""The way of a case: what is missing, moving it, the transition review, the discharge (domain paper, 6.5, 6.7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from irt_desk.domain import pathway as rules
from irt_desk.domain import transitions as review_rules
from irt_desk.domain.cases import CareEpisode, CaseState, Outcome, StateChange, UnitKind
from irt_desk.domain.discernment import DiscernmentSession, agreed_day, decided
from irt_desk.domain.engagement import EngagementEntry, PartnerEngagement
from irt_desk.domain.pathway import CaseFacts, Effect, Transition, TransitionCode, TransitionRequest
from irt_desk.domain.suitability import BarrierStatus
from irt_desk.domain.transitions import Discharge, TransitionReview
from irt_desk.domain.units import PairFacts
from irt_desk.domain.values import Act, Missing, insist
from irt_desk.errors import Refused
from irt_desk.services import transfers
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.engagement import invitation_missing
from irt_desk.services.pathway_history import HistoryLine, lines_of
from irt_desk.services.readiness import band_of, calm_skills, review_of
from irt_desk.services.text import clean, cleaned
from irt_desk.services.units import carry_out
from irt_desk.storage import caseload, discernment, tables, units
from irt_desk.storage.rows import Connection

_TOUCHED = (Area.PATHWAY, Area.CASES, Area.CLIENTS)
_LOOKS_AGAIN = frozenset(
    {
        TransitionCode.T03,
        TransitionCode.T07,
        TransitionCode.T08,
        TransitionCode.T11,
        TransitionCode.T13,
        TransitionCode.T17,
        TransitionCode.T22,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way out of the present state, with what still keeps it."""

    transition: Transition
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationCheck:
    """The card "before the partner is invited": what is open, and the codes of what is done."""

    open: tuple[Missing, ...]
    done: tuple[str, ...]


class Pathway(Service):
    """Where a case stands and where it can go."""

    def facts(self, unit_id: str, request: TransitionRequest | None = None) -> CaseFacts:
        """Return everything the gates look at."""
        with self._reading() as c:
            return self._facts(c, unit_id, request or TransitionRequest())

    def missing(self, unit_id: str, to: CaseState, request: TransitionRequest | None = None) -> tuple[Missing, ...]:
        """Return what still keeps the case from a state, in reading order; empty when it may go."""
        return tuple(rules.missing_for_state(to, self.facts(unit_id, request)))

    def ways(self, unit_id: str) -> tuple[Way, ...]:
        """Return every way out of the present state with what is missing for it."""
        facts = self.facts(unit_id)
        return tuple(Way(transition=row, missing=tuple(rules.missing_for(row, facts))) for row in rules.ways(facts))

    def missing_for_unit(self, unit_id: str, kind: UnitKind) -> tuple[Missing, ...]:
        """Return what still keeps this individual case from a couple or discernment unit with the same therapist."""
        return tuple(rules.missing_for_unit(kind, self.facts(unit_id)))

    def before_invitation(self, unit_id: str) -> InvitationCheck:
        """Return what is open and what is done before the partner is invited (6.3, 6.6, skill I1)."""
        with self._reading() as c:
            facts = self._facts(c, unit_id, TransitionRequest())
            barriers = [b for b in tables.BARRIERS.of_unit(c, unit_id) if not b.entered_in_error]
        open_: list[Missing] = invitation_missing(facts.standing, facts.today)
        done = [] if open_ else ["safety_review"]
        explored = facts.has_barrier_row and all(b.status is not BarrierStatus.OPEN for b in barriers)
        for code, holds, act in (
            ("invite_barriers", explored, Act.BARRIERS),
            ("invite_couples_question", facts.preferability is not None, Act.SUITABILITY),
            ("invite_prepared", facts.engagement is not PartnerEngagement.NOT_EXPLORED, Act.ENGAGEMENT),
        ):
            if holds:
                done.append(code)
            else:
                open_.append(Missing(code, act))
        return InvitationCheck(open=tuple(open_), done=tuple(done))

    def history(self, unit_id: str) -> tuple[StateChange, ...]:
        """Return every move of the case, oldest first."""
        with self._reading() as c:
            return tables.STATE_CHANGES.of_unit(c, unit_id, (tables.STATE_CHANGES.table.c.recorded,))

    def lines(self, unit_id: str) -> tuple[HistoryLine, ...]:
        """Return everything that happened on the way as dated lines, newest first: moves, stops, decisions."""
        with self._reading() as c:
            return lines_of(c, unit_id, self._unit(c, unit_id).kind)

    def move(self, unit_id: str, to: CaseState, request: TransitionRequest | None = None) -> Saved[StateChange]:
        """Move the case.

        Raises:
            Refused: there is no such way, or its gate is not satisfied; every reason at once.
        """
        with self._changing() as c:
            facts = self._facts(c, unit_id, request or TransitionRequest())
            row = rules.way(facts, to)
            if row is None:
                raise Refused(rules.missing_for_state(to, facts) or [Missing("already_there", Act.NONE)])
            if missing := rules.missing_for(row, facts):
                raise Refused(missing)
            change = self._change(c, facts, row)
            tables.STATE_CHANGES.add(c, change)
            if row.effect is not Effect.NEW_EPISODE:
                tables.EPISODES_OF_CARE.replace(c, _moved(facts, row))
            unit = carry_out(self, c, row, facts)
            if unit is not None and row.of is UnitKind.INDIVIDUAL_IRT:
                self._joined(c, unit_id, facts)
            self._audit(
                c, f"case.{row.code.value.lower()}", "state_change", change.id, unit_id=unit_id, reason=to.value
            )
            self._refresh(c, unit_id)
        return saved(change, *_TOUCHED, Area.UNITS, Area.CONSENTS)

    def _joined(self, c: Connection, unit_id: str, facts: CaseFacts) -> None:
        """Record that the partner joined: they are a client of the new unit now (6.3)."""
        if facts.engagement is PartnerEngagement.JOINED:
            return
        entry = EngagementEntry(
            id=self._id(),
            unit_id=unit_id,
            from_state=facts.engagement,
            to_state=PartnerEngagement.JOINED,
            on=facts.today,
            recorded=self._now(c),
        )
        tables.ENGAGEMENT.add(c, entry)
        self._audit(c, "engagement.moved", "engagement_entry", entry.id, unit_id=unit_id, reason=entry.to_state.value)

    def _change(self, c: Connection, facts: CaseFacts, row: Transition) -> StateChange:
        return StateChange(
            id=self._id(),
            unit_id=facts.episode.unit_id,
            episode_id=facts.episode.id,
            transition=row.code.value,
            from_state=facts.episode.state,
            to_state=row.to_state,
            on=facts.today,
            recorded=self._now(c),
            reason=clean(facts.request.reason),
            evidence=rules.evidence_of(row, facts),
        )

    def review(self, unit_id: str) -> TransitionReview:
        """Return the transition review of this episode: the draft or the newest signed one; a fresh one when none."""
        with self._reading() as c:
            return review_of(c, unit_id) or self._fresh_review(c, unit_id)

    def _fresh_review(self, c: Connection, unit_id: str) -> TransitionReview:
        episode = self._episode(c, unit_id)
        return TransitionReview(id="", unit_id=unit_id, episode_id=episode.id, opened_on=self._today(c))

    def suggested_band(self, unit_id: str, review: TransitionReview) -> review_rules.NeutralityBand:
        """Return the neutrality band the number of individual sessions and the ticked factors speak for (6.5)."""
        with self._reading() as c:
            return band_of(c, unit_id, review)

    def save_review(self, review: TransitionReview) -> Saved[TransitionReview]:
        """Store the review as a draft. A change to a signed one starts a new draft."""
        with self._changing() as c:
            insist(review_rules.review_problems(review, self._today(c)))
            known = tables.REVIEWS.get(c, review.id) if review.id else None
            is_new = known is None or known.signed is not None
            episode = self._episode(c, review.unit_id)
            own = self._id() if is_new else review.id
            items = tuple(item if item.id else replace(item, id=self._id()) for item in review.inventory)
            review = cleaned(replace(review, id=own, episode_id=episode.id, signed=None, inventory=items))
            tables.REVIEWS.put(c, review)
            self._audit(c, "review.edited", "transition_review", review.id, unit_id=review.unit_id)
            self._refresh(c, review.unit_id)
        return saved(review, Area.PATHWAY, Area.CLIENTS)

    def review_missing(self, unit_id: str) -> tuple[Missing, ...]:
        """Return what still keeps the review from being signed."""
        with self._reading() as c:
            review = review_of(c, unit_id) or self._fresh_review(c, unit_id)
            return tuple(self._review_missing(c, unit_id, review))

    def _review_missing(self, c: Connection, unit_id: str, review: TransitionReview) -> list[Missing]:
        calm, band = bool(calm_skills(c, unit_id)), band_of(c, unit_id, review)
        return review_rules.review_missing(review, has_calm_regulation_skill=calm, band=band)

    def sign_review(self, unit_id: str) -> Saved[TransitionReview]:
        """Sign the review; it is never edited afterwards."""
        with self._changing() as c:
            review = review_of(c, unit_id)
            if review is None:
                raise Refused([Missing("review_form", Act.REVIEW)])
            if review.signed is not None:
                raise Refused([Missing("review_is_signed", Act.REVIEW)])
            if missing := self._review_missing(c, unit_id, review):
                raise Refused(missing)
            review = replace(review, signed=self._signature(c))
            tables.REVIEWS.replace(c, review)
            self._audit(c, "review.signed", "transition_review", review.id, unit_id=unit_id)
            self._refresh(c, unit_id)
        return saved(review, Area.PATHWAY)

    def discharge(self, unit_id: str) -> Discharge:
        """Return the discharge summary of this episode; a fresh one when none was begun."""
        with self._reading() as c:
            episode = self._episode(c, unit_id)
            return self._discharge(c, episode) or Discharge(id="", unit_id=unit_id, episode_id=episode.id)

    def save_discharge(self, discharge: Discharge) -> Saved[Discharge]:
        """Store the discharge summary as a draft; a change to a signed one starts a new draft."""
        with self._changing() as c:
            known = tables.DISCHARGES.get(c, discharge.id) if discharge.id else None
            is_new = known is None or known.signed is not None
            episode = self._episode(c, discharge.unit_id)
            own = self._id() if is_new else discharge.id
            discharge = cleaned(replace(discharge, id=own, episode_id=episode.id, signed=None))
            tables.DISCHARGES.put(c, discharge)
            self._audit(c, "discharge.edited", "discharge", discharge.id, unit_id=discharge.unit_id)
            self._refresh(c, discharge.unit_id)  # what is asked for before closing is due now
        return saved(discharge, Area.PATHWAY, Area.MEASURES, Area.CLIENTS)

    def discharge_missing(self, unit_id: str) -> tuple[Missing, ...]:
        """Return what still keeps the discharge summary from being signed."""
        return tuple(review_rules.discharge_missing(self.discharge(unit_id)))

    def sign_discharge(self, unit_id: str) -> Saved[Discharge]:
        """Sign the discharge summary; the case may then close by T16."""
        with self._changing() as c:
            discharge = self._discharge(c, self._episode(c, unit_id))
            if discharge is None:
                raise Refused([Missing("discharge_summary", Act.DISCHARGE)])
            if missing := review_rules.discharge_missing(discharge):
                raise Refused(missing)
            discharge = replace(discharge, signed=self._signature(c))
            tables.DISCHARGES.replace(c, discharge)
            self._audit(c, "discharge.signed", "discharge", discharge.id, unit_id=unit_id)
        return saved(discharge, Area.PATHWAY)

    def _facts(self, c: Connection, unit_id: str, request: TransitionRequest) -> CaseFacts:
        today, episode, client = self._today(c), self._episode(c, unit_id), self._client(c, unit_id)
        who, kind = self._practitioner(c), self._unit(c, unit_id).kind
        notes = tables.FIT_NOTES.get(c, unit_id)
        preferability = tables.PREFERABILITY.of_unit(c, unit_id)
        motivation = tables.MOTIVATION.of_unit(c, unit_id)
        decisions = tables.FIT_DECISIONS.of_unit(c, unit_id)
        p = tables.PLANS.table.c
        review, ending = review_of(c, unit_id), self._ending(c, unit_id, kind)
        return CaseFacts(
            today=today,
            episode=episode,
            kind=kind,
            safe_contact_confirmed_on=client.safe_contact.confirmed_on,
            standing=caseload.gate_standing(c, unit_id, today),
            pair=self._pair(c, unit_id, kind),
            discernment_outcome=ending.outcome if ending else None,
            agreed_on=agreed_day(ending),
            engagement=caseload.current_engagement(c, unit_id),
            consents=tables.CONSENTS.of_unit(c, unit_id),
            preferability=preferability[-1] if preferability else None,
            has_barrier_row=any(not b.entered_in_error for b in tables.BARRIERS.of_unit(c, unit_id))
            or bool(notes and notes.no_barriers_found_on),
            has_effort_or_reason=bool(tables.EFFORTS.of_unit(c, unit_id)) or bool(notes and notes.no_effort_reason),
            motivation=motivation[-1] if motivation else None,
            fit=decisions[-1] if decisions else None,
            unhandled_cautions=tuple(
                dict.fromkeys(f.type.value for f in tables.CAUTIONS.of_unit(c, unit_id) if not f.is_handled(who))
            ),
            plan=tables.PLANS.first(c, p.unit_id == unit_id, p.signed.is_not(None), order_by=(p.version.desc(),)),
            review=review,
            has_calm_regulation_skill=bool(calm_skills(c, unit_id)),
            neutrality=band_of(c, unit_id, review) if review else None,
            discharge=self._discharge(c, episode),
            transfer_reviewed_on=transfers.reviewed_on(c, episode.id, today),
            request=request,
        )

    def _ending(self, c: Connection, unit_id: str, kind: UnitKind) -> DiscernmentSession | None:
        return decided(discernment.shared(c, unit_id)) if kind is UnitKind.DISCERNMENT else None

    def _pair(self, c: Connection, unit_id: str, kind: UnitKind) -> PairFacts:
        """Return both people's standing: as prepared with the individual record, or as it is in the joint unit."""
        link = units.link_of(c, unit_id) if kind.brings_together else None
        if link is None:
            return units.pair_facts(c, unit_id, self._today(c))
        return units.pair_facts(c, link.from_unit_id, self._today(c), unit_id=unit_id)

    def _discharge(self, c: Connection, episode: CareEpisode) -> Discharge | None:
        d = tables.DISCHARGES.table.c
        return tables.DISCHARGES.first(c, d.episode_id == episode.id, order_by=(d.id.desc(),))


def _moved(facts: CaseFacts, row: Transition) -> CareEpisode:
    """Return the episode after the move: state, outcome set once, closing day, the day to look again."""
    ends = row.to_state in (CaseState.CLOSED, CaseState.REFERRED_OUT)
    outcome: Outcome | None = row.sets_outcome
    if row.code is TransitionCode.T16 and facts.discharge is not None:
        outcome = facts.discharge.outcome
    elif row.code is TransitionCode.T26 and facts.episode.state is not CaseState.FOLLOW_UP:
        outcome = Outcome.WITHDREW if facts.request.person_said_no else Outcome.LOST_CONTACT
    elif outcome is None and ends:
        outcome = facts.request.outcome
    return replace(
        facts.episode,
        state=row.to_state,
        state_since=facts.today,
        closed_on=facts.episode.closed_on or facts.today if ends else None,
        outcome=facts.episode.outcome or outcome,
        look_again_on=_look_again(facts, row),
    )


def _look_again(facts: CaseFacts, row: Transition) -> date | None:
    """Return the day to look again: as it was said with the move, for T22 else as it was agreed on with the decision (5.4)."""
    if row.code is TransitionCode.T22:
        return facts.request.look_again_on or facts.agreed_on
    return facts.request.look_again_on if row.code in _LOOKS_AGAIN else None
