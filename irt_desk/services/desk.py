"""Every service of an open practice, reachable from one object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from irt_desk.services.attachments import Attachments
from irt_desk.services.board import Board
from irt_desk.services.charts import Charts
from irt_desk.services.check_ins import CheckIns
from irt_desk.services.clients import Clients
from irt_desk.services.consents import Consents
from irt_desk.services.context import Context
from irt_desk.services.cosigning import Cosigning
from irt_desk.services.discernment import Discernment
from irt_desk.services.documents import Documents
from irt_desk.services.drafts import Drafts
from irt_desk.services.engagement import Engagement
from irt_desk.services.fit_points import FitPoints
from irt_desk.services.fit_reviews import FitReviews
from irt_desk.services.formulations import Formulations
from irt_desk.services.goal_bank import GoalBank
from irt_desk.services.growth import Growth
from irt_desk.services.hints import Hints
from irt_desk.services.intake import Intake
from irt_desk.services.invitations import Invitations
from irt_desk.services.ledger import Ledger
from irt_desk.services.maintenance import MaintenanceService
from irt_desk.services.measures import Measures
from irt_desk.services.note_measures import NoteMeasures
from irt_desk.services.note_moves import NoteMoves
from irt_desk.services.note_templates import NoteTemplates
from irt_desk.services.notes import Notes
from irt_desk.services.pathway import Pathway
from irt_desk.services.patterns import Patterns
from irt_desk.services.plan_reviews import PlanReviews
from irt_desk.services.plans import Plans
from irt_desk.services.private_disclosures import PrivateDisclosures
from irt_desk.services.prompts import Prompts
from irt_desk.services.psychotherapy_notes import PsychotherapyNotes
from irt_desk.services.readiness import Readiness
from irt_desk.services.relationships import Relationships
from irt_desk.services.safety import Safety
from irt_desk.services.search import Search
from irt_desk.services.sessions import Sessions
from irt_desk.services.settings import Settings
from irt_desk.services.sharing import Sharing
from irt_desk.services.show import Show
from irt_desk.services.skill_library import SkillLibrary
from irt_desk.services.skill_records import SkillRecords
from irt_desk.services.skills import Skills
from irt_desk.services.snippets import Snippets
from irt_desk.services.spelling import Spelling
from irt_desk.services.stance import Stance
from irt_desk.services.suitability import Suitability
from irt_desk.services.thread import GoldenThread
from irt_desk.services.today import TodayService
from irt_desk.services.transfers import Transfers
from irt_desk.services.unfinished import Unfinished
from irt_desk.services.units import Units


class Desk:
    """The services of one open practice."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.practice = context.practice
        self.board = Board(context)
        self.attachments = Attachments(context)
        self.charts = Charts(context)
        self.measures = Measures(context)
        self.check_ins = CheckIns(context)
        self.clients = Clients(context)
        self.consents = Consents(context)
        self.discernment = Discernment(context)
        self.cosigning = Cosigning(context)
        self.documents = Documents(context)
        self.drafts = Drafts(context)
        self.engagement = Engagement(context)
        self.formulations = Formulations(context)
        self.goal_bank = GoalBank(context)
        self.growth = Growth(context)
        self.hints = Hints(context)
        self.fit_points = FitPoints(context)
        self.fit_reviews = FitReviews(context)
        self.intake = Intake(context)
        self.invitations = Invitations(context)
        self.ledger = Ledger(context)
        self.maintenance = MaintenanceService(context)
        self.note_measures = NoteMeasures(context)
        self.note_moves = NoteMoves(context)
        self.note_templates = NoteTemplates(context)
        self.notes = Notes(context)
        self.pathway = Pathway(context)
        self.patterns = Patterns(context)
        self.plan_reviews = PlanReviews(context)
        self.plans = Plans(context)
        self.prompts = Prompts(context)
        self.private_disclosures = PrivateDisclosures(context)
        self.psychotherapy_notes = PsychotherapyNotes(context)
        self.readiness = Readiness(context)
        self.relationships = Relationships(context)
        self.safety = Safety(context)
        self.search = Search(context)
        self.sessions = Sessions(context)
        self.settings = Settings(context)
        self.sharing = Sharing(context)
        self.show = Show(context)
        self.skill_library = SkillLibrary(context)
        self.skill_records = SkillRecords(context)
        self.skills = Skills(context)
        self.stance = Stance(context)
        self.snippets = Snippets(context)
        self.spelling = Spelling(context)
        self.suitability = Suitability(context)
        self.thread = GoldenThread(context)
        self.today = TodayService(context)
        self.transfers = Transfers(context)
        self.unfinished = Unfinished(context)
        self.units = Units(context)

    def at(self, clock: Callable[[], datetime]) -> Desk:
        """Return the same services at another time."""
        return Desk(replace(self.context, clock=clock))
