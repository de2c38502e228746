CREATE TABLE attachment (
	id TEXT NOT NULL, 
	client_id TEXT, 
	owner_kind TEXT NOT NULL, 
	owner_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	third_party INTEGER NOT NULL, 
	safety INTEGER NOT NULL, 
	added TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX ix_attachment_client_id ON attachment (client_id);

CREATE INDEX ix_attachment_owner ON attachment (owner_kind, owner_id);

CREATE TABLE attachment_chunk (
	attachment_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	bytes BLOB NOT NULL, 
	PRIMARY KEY (attachment_id, number)
)
 STRICT;

CREATE TABLE audit (
	seq INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	tick INTEGER NOT NULL, 
	app TEXT NOT NULL, 
	action TEXT NOT NULL, 
	object_kind TEXT NOT NULL, 
	object_id TEXT, 
	client_id TEXT, 
	reason TEXT, 
	outcome TEXT NOT NULL, 
	prev_mac TEXT NOT NULL, 
	mac TEXT NOT NULL, 
	PRIMARY KEY (seq)
)
 STRICT;

CREATE TABLE client (
	id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	preferred_name TEXT NOT NULL, 
	legal_name TEXT NOT NULL, 
	pronouns TEXT NOT NULL, 
	date_of_birth TEXT, 
	email TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	address TEXT NOT NULL, 
	language TEXT NOT NULL, 
	interpreter INTEGER NOT NULL, 
	referral_source TEXT NOT NULL, 
	safe_contact TEXT NOT NULL, 
	is_demo INTEGER NOT NULL, 
	created TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (number)
)
 STRICT;

CREATE INDEX ix_client_preferred_name ON client (preferred_name);

CREATE TABLE issued_document (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	reader TEXT NOT NULL, 
	issued TEXT NOT NULL, 
	draft INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	attachment_id TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX ix_issued_document_unit_id ON issued_document (unit_id);

CREATE TABLE meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
)
 STRICT;

CREATE TABLE psychotherapy_note (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	session_id TEXT, 
	written TEXT NOT NULL, 
	saved TEXT NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX ix_psychotherapy_note_unit_id ON psychotherapy_note (unit_id);

CREATE TABLE search_text (
	rowid INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	object_id TEXT NOT NULL, 
	client_id TEXT NOT NULL, 
	on_day TEXT NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (rowid)
)
 STRICT;

CREATE INDEX ix_search_text_client_id ON search_text (client_id);

CREATE UNIQUE INDEX ix_search_text_object ON search_text (kind, object_id);

CREATE TABLE setting (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
)
 STRICT;

CREATE TABLE unfinished_form (
	unit_id TEXT NOT NULL, 
	place TEXT NOT NULL, 
	forms TEXT NOT NULL, 
	saved TEXT NOT NULL, 
	PRIMARY KEY (unit_id, place)
)
 STRICT;

CREATE TABLE treatment_unit (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	client_id TEXT NOT NULL, 
	opened_on TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT;

CREATE INDEX ix_treatment_unit_client_id ON treatment_unit (client_id);

CREATE TABLE barrier (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	held_by TEXT NOT NULL, 
	strength INTEGER, 
	changeable TEXT NOT NULL, 
	explored_on TEXT, 
	words TEXT NOT NULL, 
	"plan" TEXT NOT NULL, 
	status TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_barrier_unit_id ON barrier (unit_id);

CREATE TABLE care_episode (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	state_since TEXT NOT NULL, 
	opened_on TEXT NOT NULL, 
	closed_on TEXT, 
	outcome TEXT, 
	look_again_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_care_episode_unit_id ON care_episode (unit_id);

CREATE TABLE caseload (
	unit_id TEXT NOT NULL, 
	client_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	pronouns TEXT NOT NULL, 
	date_of_birth TEXT, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	state_since TEXT NOT NULL, 
	partner_name TEXT NOT NULL, 
	engagement TEXT NOT NULL, 
	gate TEXT NOT NULL, 
	gate_until TEXT, 
	cautions TEXT NOT NULL, 
	sessions INTEGER NOT NULL, 
	last_session TEXT, 
	next_session TEXT, 
	drafts INTEGER NOT NULL, 
	dues TEXT NOT NULL, 
	search TEXT NOT NULL, 
	is_demo INTEGER NOT NULL, 
	PRIMARY KEY (unit_id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_caseload_name ON caseload (name);

CREATE INDEX ix_caseload_state ON caseload (state);

CREATE TABLE caution_flag (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	severity TEXT NOT NULL, 
	raised_on TEXT NOT NULL, 
	status TEXT NOT NULL, 
	"plan" TEXT NOT NULL, 
	consultant TEXT NOT NULL, 
	consulted_on TEXT, 
	referral TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_caution_flag_unit_id ON caution_flag (unit_id);

CREATE TABLE consent (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	version TEXT NOT NULL, 
	signer TEXT NOT NULL, 
	signer_name TEXT NOT NULL, 
	signed_on TEXT NOT NULL, 
	points TEXT NOT NULL, 
	expires_on TEXT, 
	withdrawn_on TEXT, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_consent_unit_id ON consent (unit_id);

CREATE TABLE couples_preferability (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	considered_on TEXT NOT NULL, 
	judgement TEXT NOT NULL, 
	reasons TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_couples_preferability_unit_id ON couples_preferability (unit_id);

CREATE TABLE engagement_effort (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	method TEXT NOT NULL, 
	what_was_offered TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	next_step TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_engagement_effort_unit_id ON engagement_effort (unit_id);

CREATE TABLE engagement_entry (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	from_state TEXT NOT NULL, 
	to_state TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	note TEXT NOT NULL, 
	kept TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_engagement_entry_unit_id ON engagement_entry (unit_id);

CREATE TABLE fit_decision (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	review_on TEXT, 
	override_reason TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_fit_decision_unit_id ON fit_decision (unit_id);

CREATE TABLE fit_notes (
	unit_id TEXT NOT NULL, 
	no_barriers_found_on TEXT, 
	no_effort_reason TEXT, 
	no_effort_note TEXT NOT NULL, 
	sole_changer_held INTEGER, 
	sole_changer_origin TEXT NOT NULL, 
	sole_changer_learned TEXT NOT NULL, 
	PRIMARY KEY (unit_id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE TABLE gate_override (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	why_situational TEXT NOT NULL, 
	screened_alone_on TEXT, 
	client_wish TEXT NOT NULL, 
	no_fear_of_payback TEXT NOT NULL, 
	client_safety_plan TEXT NOT NULL, 
	alcohol_and_weapon_check TEXT NOT NULL, 
	consultant TEXT NOT NULL, 
	consulted_on TEXT, 
	consultant_advice TEXT NOT NULL, 
	signed_on TEXT NOT NULL, 
	expires_on TEXT NOT NULL, 
	signed TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_gate_override_unit_id ON gate_override (unit_id);

CREATE TABLE mastery_change (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	skill_id TEXT NOT NULL, 
	stage TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	lapsed INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_mastery_change_unit_id ON mastery_change (unit_id);

CREATE TABLE motivation_screen (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	wants_support_only TEXT NOT NULL, 
	willing_to_examine_own_part INTEGER NOT NULL, 
	willing_to_practise INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_motivation_screen_unit_id ON motivation_screen (unit_id);

CREATE TABLE partner (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	also_called TEXT NOT NULL, 
	pronouns TEXT NOT NULL, 
	age INTEGER, 
	occupation TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	email TEXT NOT NULL, 
	address TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_partner_unit_id ON partner (unit_id);

CREATE TABLE presenting_picture (
	unit_id TEXT NOT NULL, 
	client_words TEXT NOT NULL, 
	clinical_summary TEXT NOT NULL, 
	primary_reason TEXT, 
	onset TEXT NOT NULL, 
	relationship_vision TEXT NOT NULL, 
	arguments_per_week REAL, 
	diagnosis TEXT NOT NULL, 
	irt_rationale TEXT NOT NULL, 
	first_focus TEXT NOT NULL, 
	PRIMARY KEY (unit_id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE TABLE safety_interview (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	alone INTEGER NOT NULL, 
	mode TEXT NOT NULL, 
	privacy_confirmed INTEGER NOT NULL, 
	both_directions_asked INTEGER NOT NULL, 
	findings TEXT NOT NULL, 
	markers TEXT NOT NULL, 
	protection_order INTEGER NOT NULL, 
	unsafe_to_speak INTEGER NOT NULL, 
	typology TEXT, 
	account TEXT NOT NULL, 
	change_reason TEXT NOT NULL, 
	external_evidence TEXT NOT NULL, 
	rescreen_in_days INTEGER NOT NULL, 
	signed TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_safety_interview_unit_id ON safety_interview (unit_id);

CREATE TABLE safety_plan (
	unit_id TEXT NOT NULL, 
	warning_signs TEXT NOT NULL, 
	steps TEXT NOT NULL, 
	people TEXT NOT NULL, 
	places TEXT NOT NULL, 
	documents_and_money TEXT NOT NULL, 
	referrals TEXT NOT NULL, 
	updated TEXT, 
	PRIMARY KEY (unit_id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE TABLE safety_trigger (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	source_id TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_safety_trigger_unit_id ON safety_trigger (unit_id);

CREATE TABLE treatment_plan (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	problem TEXT NOT NULL, 
	strengths TEXT NOT NULL, 
	goals TEXT NOT NULL, 
	interventions TEXT NOT NULL, 
	frequency TEXT NOT NULL, 
	expected_length TEXT NOT NULL, 
	discharge_criteria TEXT NOT NULL, 
	partner_involvement TEXT NOT NULL, 
	client_agreement TEXT NOT NULL, 
	review_on TEXT, 
	signed TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_treatment_plan_unit_id ON treatment_plan (unit_id);

CREATE TABLE discharge (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	episode_id TEXT NOT NULL, 
	outcome TEXT, 
	reason TEXT NOT NULL, 
	final_measures TEXT NOT NULL, 
	no_measures_reason TEXT NOT NULL, 
	condition_at_ending TEXT NOT NULL, 
	goals_met TEXT NOT NULL, 
	risk_at_close TEXT NOT NULL, 
	referrals TEXT NOT NULL, 
	warning_signs TEXT NOT NULL, 
	exits_to_reuse TEXT NOT NULL, 
	booster_on TEXT, 
	follow_up TEXT NOT NULL, 
	signed TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(episode_id) REFERENCES care_episode (id)
)
 STRICT;

CREATE INDEX ix_discharge_unit_id ON discharge (unit_id);

CREATE TABLE relationship (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	partner_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	started TEXT, 
	married_since TEXT, 
	children TEXT NOT NULL, 
	prior_separations TEXT NOT NULL, 
	culture_and_family TEXT NOT NULL, 
	current_stressors TEXT NOT NULL, 
	strengths TEXT NOT NULL, 
	ended_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(partner_id) REFERENCES partner (id)
)
 STRICT;

CREATE INDEX ix_relationship_unit_id ON relationship (unit_id);

CREATE TABLE session (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	episode_id TEXT NOT NULL, 
	starts TEXT NOT NULL, 
	stops TEXT NOT NULL, 
	number INTEGER, 
	attendance TEXT NOT NULL, 
	planned INTEGER NOT NULL, 
	setting TEXT NOT NULL, 
	place TEXT NOT NULL, 
	platform TEXT NOT NULL, 
	client_location TEXT NOT NULL, 
	provider_location TEXT NOT NULL, 
	present TEXT NOT NULL, 
	focus TEXT NOT NULL, 
	entered_in_error INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(episode_id) REFERENCES care_episode (id)
)
 STRICT;

CREATE INDEX ix_session_starts ON session (starts);

CREATE INDEX ix_session_unit_id ON session (unit_id);

CREATE TABLE state_change (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	episode_id TEXT NOT NULL, 
	transition TEXT NOT NULL, 
	from_state TEXT NOT NULL, 
	to_state TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	evidence TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(episode_id) REFERENCES care_episode (id)
)
 STRICT;

CREATE INDEX ix_state_change_unit_id ON state_change (unit_id);

CREATE TABLE transition_review (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	episode_id TEXT NOT NULL, 
	opened_on TEXT NOT NULL, 
	target TEXT NOT NULL, 
	own_part_named TEXT NOT NULL, 
	regulation_reason TEXT NOT NULL, 
	client_wants_freely TEXT NOT NULL, 
	partner_wants_freely TEXT NOT NULL, 
	best_interest_client TEXT NOT NULL, 
	best_interest_partner TEXT NOT NULL, 
	best_interest_relationship TEXT NOT NULL, 
	goals_of_both TEXT NOT NULL, 
	no_acute_crisis TEXT NOT NULL, 
	competence_and_neutrality TEXT NOT NULL, 
	raising_factors TEXT NOT NULL, 
	band TEXT, 
	same_therapist_reason TEXT NOT NULL, 
	same_therapist_consultation TEXT NOT NULL, 
	mode TEXT, 
	inventory TEXT NOT NULL, 
	inventory_done_on TEXT, 
	referral_offered INTEGER NOT NULL, 
	signed TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(episode_id) REFERENCES care_episode (id)
)
 STRICT;

CREATE INDEX ix_transition_review_unit_id ON transition_review (unit_id);

CREATE TABLE practice_assignment (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	skill_id TEXT NOT NULL, 
	skill_version INTEGER NOT NULL, 
	assigned_on TEXT NOT NULL, 
	session_id TEXT, 
	due_on TEXT, 
	times_per_week REAL, 
	event_driven INTEGER NOT NULL, 
	context TEXT NOT NULL, 
	with_whom TEXT NOT NULL, 
	safe_to_take_home TEXT NOT NULL, 
	status TEXT NOT NULL, 
	gate_reason TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_practice_assignment_unit_id ON practice_assignment (unit_id);

CREATE TABLE progress_note (
	id TEXT NOT NULL, 
	session_id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	status TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	"view" TEXT NOT NULL, 
	written TEXT NOT NULL, 
	saved TEXT NOT NULL, 
	signature TEXT, 
	error_reason TEXT NOT NULL, 
	error_signature TEXT, 
	chain INTEGER, 
	previous_digest TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	seal TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (session_id), 
	FOREIGN KEY(session_id) REFERENCES session (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_progress_note_unit_id ON progress_note (unit_id);

CREATE TABLE relationship_pattern (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	custom_name TEXT NOT NULL, 
	nickname_by_client TEXT NOT NULL, 
	model TEXT NOT NULL, 
	client_position TEXT NOT NULL, 
	status TEXT NOT NULL, 
	confirmed_in_session_id TEXT, 
	is_primary INTEGER NOT NULL, 
	first_seen TEXT, 
	last_seen TEXT, 
	protective_function_client TEXT NOT NULL, 
	protective_function_partner_hypothesis TEXT NOT NULL, 
	context_factors TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(confirmed_in_session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_relationship_pattern_unit_id ON relationship_pattern (unit_id);

CREATE TABLE addendum (
	id TEXT NOT NULL, 
	note_id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	part TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	text TEXT NOT NULL, 
	signature TEXT NOT NULL, 
	previous_digest TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	seal TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(note_id) REFERENCES progress_note (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_addendum_note_id ON addendum (note_id);

CREATE INDEX ix_addendum_unit_id ON addendum (unit_id);

CREATE TABLE cycle_map (
	id TEXT NOT NULL, 
	pattern_id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	created TEXT NOT NULL, 
	session_id TEXT, 
	steps TEXT NOT NULL, 
	loops_back_to_step INTEGER NOT NULL, 
	summary_for_client TEXT NOT NULL, 
	reviewed_on TEXT, 
	next_review_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(pattern_id) REFERENCES relationship_pattern (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_cycle_map_pattern_id ON cycle_map (pattern_id);

CREATE INDEX ix_cycle_map_unit_id ON cycle_map (unit_id);

CREATE TABLE pattern_episode (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	pattern_id TEXT NOT NULL, 
	happened TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	told_in_session_id TEXT, 
	duration_minutes INTEGER, 
	setting TEXT NOT NULL, 
	intensity INTEGER, 
	activation_peak TEXT, 
	who_started TEXT NOT NULL, 
	how_far TEXT, 
	own_part_awareness INTEGER, 
	exits_tried TEXT NOT NULL, 
	repair_attempted_by TEXT, 
	repair TEXT, 
	hours_to_reconnect REAL, 
	repair_quality INTEGER, 
	aftermath_days_distant INTEGER, 
	safety_flag TEXT NOT NULL, 
	distress_then INTEGER, 
	recall_clarity TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(pattern_id) REFERENCES relationship_pattern (id), 
	FOREIGN KEY(told_in_session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_pattern_episode_pattern_id ON pattern_episode (pattern_id);

CREATE INDEX ix_pattern_episode_unit_id ON pattern_episode (unit_id);

CREATE TABLE practice_log (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	assignment_id TEXT NOT NULL, 
	skill_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	done TEXT NOT NULL, 
	heat TEXT, 
	difficulty INTEGER, 
	usefulness INTEGER, 
	with_whom TEXT, 
	what_happened TEXT NOT NULL, 
	got_in_way TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(assignment_id) REFERENCES practice_assignment (id)
)
 STRICT;

CREATE INDEX ix_practice_log_assignment_id ON practice_log (assignment_id);

CREATE INDEX ix_practice_log_unit_id ON practice_log (unit_id);

CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_text', content_rowid='rowid', tokenize='unicode61 remove_diacritics 2', prefix='2 3');

INSERT INTO search_index(search_index, rank) VALUES('secure-delete', 1);
