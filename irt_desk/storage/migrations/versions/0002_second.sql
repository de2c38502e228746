CREATE INDEX ix_audit_at ON audit (at);

CREATE INDEX ix_audit_object_id ON audit (object_id);

CREATE TABLE bank_goal (
	id TEXT NOT NULL, 
	area TEXT NOT NULL, 
	domain TEXT NOT NULL, 
	text TEXT NOT NULL, 
	"when" TEXT NOT NULL, 
	objectives TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	provenance TEXT NOT NULL, 
	entered TEXT, 
	is_hidden INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE draft_version (
	id TEXT NOT NULL, 
	note_id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	at TEXT NOT NULL, 
	because TEXT NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX ix_draft_version_note ON draft_version (note_id, at);

CREATE TABLE note_template (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	parts TEXT NOT NULL, 
	starters TEXT NOT NULL, 
	retired INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE open_draft (
	note_id TEXT NOT NULL, 
	run TEXT NOT NULL, 
	since TEXT NOT NULL, 
	PRIMARY KEY (note_id)
)
 STRICT;

CREATE TABLE own_measure (
	id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	created TEXT NOT NULL, 
	definition TEXT NOT NULL, 
	retired INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX ix_own_measure_key ON own_measure ("key");

CREATE TABLE own_skill (
	id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	saved TEXT NOT NULL, 
	retired INTEGER NOT NULL, 
	"group" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	what TEXT NOT NULL, 
	"when" TEXT NOT NULL, 
	steps TEXT NOT NULL, 
	home_practice TEXT NOT NULL, 
	counts TEXT NOT NULL, 
	stage_5 TEXT NOT NULL, 
	stop_when TEXT NOT NULL, 
	when_not TEXT NOT NULL, 
	handout_title TEXT NOT NULL, 
	handout_what TEXT NOT NULL, 
	handout_steps TEXT NOT NULL, 
	handout_practice TEXT NOT NULL, 
	handout_not_now TEXT NOT NULL, 
	source TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX ix_own_skill_code ON own_skill (code);

CREATE TABLE snippet (
	id TEXT NOT NULL, 
	"trigger" TEXT NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	fields TEXT NOT NULL, 
	retired INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE stance_check (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	session_id TEXT NOT NULL, 
	saved TEXT NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (session_id)
)
 STRICT;

CREATE INDEX ix_stance_check_unit_id ON stance_check (unit_id);

CREATE TABLE autonomy_connection (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	client_position INTEGER NOT NULL, 
	partner_position INTEGER, 
	source TEXT NOT NULL, 
	confidence TEXT NOT NULL, 
	note_on_friction TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_autonomy_connection_unit_id ON autonomy_connection (unit_id);

CREATE TABLE barrier_new (
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
	changes TEXT NOT NULL, 
	entered_in_error TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

INSERT INTO barrier_new ("id", "unit_id", "type", "held_by", "strength", "changeable", "explored_on", "words", "plan", "status", "changes", "entered_in_error") SELECT "id", "unit_id", "type", "held_by", "strength", "changeable", "explored_on", "words", "plan", "status", '[]', '' FROM barrier;

DROP TABLE barrier;

ALTER TABLE barrier_new RENAME TO barrier;

CREATE INDEX ix_barrier_unit_id ON barrier (unit_id);

CREATE TABLE caution_flag_new (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	severity TEXT NOT NULL, 
	raised_on TEXT NOT NULL, 
	status TEXT NOT NULL, 
	answers TEXT NOT NULL, 
	"plan" TEXT NOT NULL, 
	consultant TEXT NOT NULL, 
	consulted_on TEXT, 
	consultation_plan TEXT NOT NULL, 
	referral TEXT NOT NULL, 
	entered_in_error TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

INSERT INTO caution_flag_new ("id", "unit_id", "type", "severity", "raised_on", "status", "answers", "plan", "consultant", "consulted_on", "consultation_plan", "referral", "entered_in_error") SELECT "id", "unit_id", "type", "severity", "raised_on", "status", '[]', "plan", "consultant", "consulted_on", '', "referral", '' FROM caution_flag;

DROP TABLE caution_flag;

ALTER TABLE caution_flag_new RENAME TO caution_flag;

CREATE INDEX ix_caution_flag_unit_id ON caution_flag (unit_id);

CREATE TABLE client_commitment (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	behaviour TEXT NOT NULL, 
	context TEXT NOT NULL, 
	start TEXT, 
	review_on TEXT, 
	kept TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_client_commitment_unit_id ON client_commitment (unit_id);

CREATE TABLE consent_new (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	version TEXT NOT NULL, 
	signer TEXT NOT NULL, 
	signer_name TEXT NOT NULL, 
	signed_on TEXT NOT NULL, 
	points TEXT NOT NULL, 
	secrets_option TEXT, 
	prior_info TEXT, 
	expires_on TEXT, 
	withdrawn_on TEXT, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

INSERT INTO consent_new ("id", "unit_id", "type", "version", "signer", "signer_name", "signed_on", "points", "secrets_option", "prior_info", "expires_on", "withdrawn_on", "note") SELECT "id", "unit_id", "type", "version", "signer", "signer_name", "signed_on", "points", NULL, NULL, "expires_on", "withdrawn_on", "note" FROM consent;

DROP TABLE consent;

ALTER TABLE consent_new RENAME TO consent;

CREATE INDEX ix_consent_unit_id ON consent (unit_id);

CREATE TABLE discernment_screen (
	id TEXT NOT NULL, 
	from_unit_id TEXT NOT NULL, 
	place TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	alone INTEGER NOT NULL, 
	final_decision_made INTEGER NOT NULL, 
	coerced INTEGER NOT NULL, 
	protection_order INTEGER NOT NULL, 
	acute_untreated INTEGER NOT NULL, 
	pending_litigation INTEGER NOT NULL, 
	leaning TEXT, 
	note TEXT NOT NULL, 
	signed TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(from_unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_discernment_screen_from_unit_id ON discernment_screen (from_unit_id);

CREATE TABLE disclosure (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	address TEXT NOT NULL, 
	what TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	corrects TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_disclosure_unit_id ON disclosure (unit_id);

CREATE TABLE drift_sign (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	topic TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	source_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	words TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_drift_sign_unit_id ON drift_sign (unit_id);

CREATE TABLE fit_review (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_fit_review_unit_id ON fit_review (unit_id);

CREATE TABLE follow_up (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	due_on TEXT NOT NULL, 
	months INTEGER, 
	status TEXT NOT NULL, 
	done_on TEXT, 
	how_it_goes TEXT NOT NULL, 
	signs_seen TEXT NOT NULL, 
	exits_used TEXT NOT NULL, 
	next_step TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_follow_up_unit_id ON follow_up (unit_id);

CREATE TABLE formulation (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	what_keeps_it_going TEXT NOT NULL, 
	client_side TEXT NOT NULL, 
	partner_perspective TEXT NOT NULL, 
	other_readings TEXT NOT NULL, 
	strengths TEXT NOT NULL, 
	assertion_ids TEXT NOT NULL, 
	signed TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_formulation_unit_id ON formulation (unit_id);

CREATE TABLE good_moment (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	text TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_good_moment_unit_id ON good_moment (unit_id);

CREATE TABLE growth_rating (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	dimension TEXT NOT NULL, 
	rating INTEGER NOT NULL, 
	rater TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_growth_rating_unit_id ON growth_rating (unit_id);

CREATE TABLE intake_marks (
	unit_id TEXT NOT NULL, 
	skipped TEXT NOT NULL, 
	PRIMARY KEY (unit_id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE TABLE invitation (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	made_by TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	offered TEXT NOT NULL, 
	how_it_was_put TEXT NOT NULL, 
	reply TEXT, 
	partner_reply_as_reported TEXT NOT NULL, 
	reply_on TEXT, 
	feeling_after INTEGER, 
	pressed_after TEXT, 
	next_review_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_invitation_unit_id ON invitation (unit_id);

CREATE TABLE invitation_preparation (
	unit_id TEXT NOT NULL, 
	barriers_from_their_side TEXT NOT NULL, 
	own_motive TEXT NOT NULL, 
	offers TEXT NOT NULL, 
	wording TEXT NOT NULL, 
	readiness INTEGER, 
	agreed_words TEXT NOT NULL, 
	PRIMARY KEY (unit_id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE TABLE maintenance_plan (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	"on" TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	early_signs TEXT NOT NULL, 
	exits TEXT NOT NULL, 
	first_step TEXT NOT NULL, 
	keep_doing TEXT NOT NULL, 
	people TEXT NOT NULL, 
	booster_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_maintenance_plan_unit_id ON maintenance_plan (unit_id);

CREATE TABLE mastery_change_new (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	skill_id TEXT NOT NULL, 
	stage TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	lapsed INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	client_stage TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

INSERT INTO mastery_change_new ("id", "unit_id", "skill_id", "stage", "on", "entered", "lapsed", "note", "client_stage") SELECT "id", "unit_id", "skill_id", "stage", "on", "entered", "lapsed", "note", NULL FROM mastery_change;

DROP TABLE mastery_change;

ALTER TABLE mastery_change_new RENAME TO mastery_change;

CREATE INDEX ix_mastery_change_unit_id ON mastery_change (unit_id);

CREATE TABLE member_agenda (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	client_id TEXT NOT NULL, 
	place TEXT NOT NULL, 
	text TEXT NOT NULL, 
	released_on TEXT, 
	copied_from TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT;

CREATE INDEX ix_member_agenda_unit_id ON member_agenda (unit_id);

CREATE TABLE pathway_decision (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	option TEXT NOT NULL, 
	timing TEXT NOT NULL, 
	rationale TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_pathway_decision_unit_id ON pathway_decision (unit_id);

CREATE TABLE prompt_aside (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	target TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_prompt_aside_unit_id ON prompt_aside (unit_id);

CREATE TABLE relationship_dimension (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	dimension TEXT NOT NULL, 
	now INTEGER NOT NULL, 
	wished INTEGER NOT NULL, 
	as_of TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_relationship_dimension_unit_id ON relationship_dimension (unit_id);

CREATE TABLE relationship_event (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	happened TEXT, 
	what TEXT NOT NULL, 
	meaning TEXT NOT NULL, 
	source TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_relationship_event_unit_id ON relationship_event (unit_id);

CREATE TABLE relationship_vision (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	"on" TEXT NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_relationship_vision_unit_id ON relationship_vision (unit_id);

CREATE TABLE release_record (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	address TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	parts TEXT NOT NULL, 
	signer_name TEXT NOT NULL, 
	signed_on TEXT NOT NULL, 
	expires_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_release_record_unit_id ON release_record (unit_id);

CREATE TABLE ripple (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	my_change TEXT NOT NULL, 
	what_i_noticed_in_us TEXT NOT NULL, 
	direction TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	source TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_ripple_unit_id ON ripple (unit_id);

CREATE TABLE role_functioning (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	role TEXT NOT NULL, 
	rating INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	as_of TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_role_functioning_unit_id ON role_functioning (unit_id);

CREATE TABLE safety_interview_new (
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
	instrument TEXT, 
	answers TEXT NOT NULL, 
	prompts TEXT NOT NULL, 
	last_time TEXT NOT NULL, 
	when_you_disagree TEXT NOT NULL, 
	how_it_fits TEXT NOT NULL, 
	account TEXT NOT NULL, 
	change_reason TEXT NOT NULL, 
	external_evidence TEXT NOT NULL, 
	rescreen_in_days INTEGER NOT NULL, 
	signed TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

INSERT INTO safety_interview_new ("id", "unit_id", "on", "recorded", "alone", "mode", "privacy_confirmed", "both_directions_asked", "findings", "markers", "protection_order", "unsafe_to_speak", "typology", "instrument", "answers", "prompts", "last_time", "when_you_disagree", "how_it_fits", "account", "change_reason", "external_evidence", "rescreen_in_days", "signed") SELECT "id", "unit_id", "on", "recorded", "alone", "mode", "privacy_confirmed", "both_directions_asked", "findings", "markers", "protection_order", "unsafe_to_speak", "typology", NULL, '[]', '[]', '', '', '', "account", "change_reason", "external_evidence", "rescreen_in_days", "signed" FROM safety_interview;

DROP TABLE safety_interview;

ALTER TABLE safety_interview_new RENAME TO safety_interview;

CREATE INDEX ix_safety_interview_unit_id ON safety_interview (unit_id);

CREATE TABLE shared_rating (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	dimension TEXT NOT NULL, 
	own INTEGER, 
	guess INTEGER, 
	entered TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_shared_rating_unit_id ON shared_rating (unit_id);

CREATE TABLE skill_plan (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	skill_id TEXT NOT NULL, 
	skill_version INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	"on" TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	answers TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_skill_plan_unit_id ON skill_plan (unit_id);

CREATE TABLE skill_revisit (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	skill_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	result TEXT NOT NULL, 
	days INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_skill_revisit_unit_id ON skill_revisit (unit_id);

CREATE TABLE spillover (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	life_area TEXT NOT NULL, 
	impact INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	as_of TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_spillover_unit_id ON spillover (unit_id);

CREATE TABLE stress_coping (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	person TEXT NOT NULL, 
	style TEXT NOT NULL, 
	trigger_load TEXT NOT NULL, 
	helps_me TEXT NOT NULL, 
	costs_us TEXT NOT NULL, 
	source TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_stress_coping_unit_id ON stress_coping (unit_id);

CREATE TABLE treatment_plan_new (
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
	problems TEXT NOT NULL, 
	modality TEXT NOT NULL, 
	barriers TEXT NOT NULL, 
	measures TEXT NOT NULL, 
	hopes TEXT NOT NULL, 
	client_part TEXT NOT NULL, 
	agreement TEXT, 
	agreed_on TEXT, 
	partner_state TEXT, 
	has_safety_plan INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

INSERT INTO treatment_plan_new ("id", "unit_id", "version", "problem", "strengths", "goals", "interventions", "frequency", "expected_length", "discharge_criteria", "partner_involvement", "client_agreement", "review_on", "signed", "problems", "modality", "barriers", "measures", "hopes", "client_part", "agreement", "agreed_on", "partner_state", "has_safety_plan") SELECT "id", "unit_id", "version", "problem", "strengths", "goals", "interventions", "frequency", "expected_length", "discharge_criteria", "partner_involvement", "client_agreement", "review_on", "signed", '[]', '', '', '[]', '[]', '', NULL, NULL, NULL, 0 FROM treatment_plan;

DROP TABLE treatment_plan;

ALTER TABLE treatment_plan_new RENAME TO treatment_plan;

CREATE INDEX ix_treatment_plan_unit_id ON treatment_plan (unit_id);

CREATE TABLE unit_member (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	client_id TEXT NOT NULL, 
	place TEXT NOT NULL, 
	consent_id TEXT NOT NULL, 
	joined_on TEXT NOT NULL, 
	left_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT;

CREATE INDEX ix_unit_member_client_id ON unit_member (client_id);

CREATE INDEX ix_unit_member_unit_id ON unit_member (unit_id);

CREATE TABLE unresolved_hurt (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	holder TEXT NOT NULL, 
	short_label TEXT NOT NULL, 
	approx_when TEXT NOT NULL, 
	still_hurts INTEGER, 
	repair_attempts TEXT NOT NULL, 
	status TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_unresolved_hurt_unit_id ON unresolved_hurt (unit_id);

CREATE TABLE wants_statement (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	"on" TEXT NOT NULL, 
	text TEXT NOT NULL, 
	clarity INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_wants_statement_unit_id ON wants_statement (unit_id);

CREATE TABLE gate_override_new (
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
	partner_id TEXT, 
	partner_screened_alone_on TEXT, 
	partner_wish TEXT NOT NULL, 
	partner_no_fear_of_payback TEXT NOT NULL, 
	no_violence_agreement TEXT NOT NULL, 
	partner_safety_plan TEXT NOT NULL, 
	protocol TEXT NOT NULL, 
	check_in_question TEXT NOT NULL, 
	stop_rule TEXT NOT NULL, 
	signed_on TEXT NOT NULL, 
	expires_on TEXT NOT NULL, 
	signed TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(partner_id) REFERENCES partner (id)
)
 STRICT;

INSERT INTO gate_override_new ("id", "unit_id", "kind", "why_situational", "screened_alone_on", "client_wish", "no_fear_of_payback", "client_safety_plan", "alcohol_and_weapon_check", "consultant", "consulted_on", "consultant_advice", "partner_id", "partner_screened_alone_on", "partner_wish", "partner_no_fear_of_payback", "no_violence_agreement", "partner_safety_plan", "protocol", "check_in_question", "stop_rule", "signed_on", "expires_on", "signed") SELECT "id", "unit_id", "kind", "why_situational", "screened_alone_on", "client_wish", "no_fear_of_payback", "client_safety_plan", "alcohol_and_weapon_check", "consultant", "consulted_on", "consultant_advice", NULL, NULL, '', '', '', '', '', '', '', "signed_on", "expires_on", "signed" FROM gate_override;

DROP TABLE gate_override;

ALTER TABLE gate_override_new RENAME TO gate_override;

CREATE INDEX ix_gate_override_unit_id ON gate_override (unit_id);

CREATE TABLE joint_preparation (
	unit_id TEXT NOT NULL, 
	partner_id TEXT NOT NULL, 
	secrets TEXT, 
	prior_info TEXT NOT NULL, 
	PRIMARY KEY (unit_id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(partner_id) REFERENCES partner (id)
)
 STRICT;

CREATE TABLE partner_prescreen (
	id TEXT NOT NULL, 
	from_unit_id TEXT NOT NULL, 
	partner_id TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	interview TEXT NOT NULL, 
	partner_signature TEXT NOT NULL, 
	signed TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(from_unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(partner_id) REFERENCES partner (id)
)
 STRICT;

CREATE INDEX ix_partner_prescreen_from_unit_id ON partner_prescreen (from_unit_id);

CREATE TABLE plan_review (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	plan_id TEXT NOT NULL, 
	plan_version INTEGER NOT NULL, 
	"on" TEXT NOT NULL, 
	data TEXT NOT NULL, 
	no_data_because TEXT NOT NULL, 
	goals TEXT NOT NULL, 
	client_view TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	decision TEXT, 
	next_review_on TEXT, 
	signed TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(plan_id) REFERENCES treatment_plan (id)
)
 STRICT;

CREATE INDEX ix_plan_review_unit_id ON plan_review (unit_id);

CREATE TABLE relationship_new (
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
	cohabiting TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(partner_id) REFERENCES partner (id)
)
 STRICT;

INSERT INTO relationship_new ("id", "unit_id", "partner_id", "kind", "started", "married_since", "children", "prior_separations", "culture_and_family", "current_stressors", "strengths", "ended_on", "cohabiting") SELECT "id", "unit_id", "partner_id", "kind", "started", "married_since", "children", "prior_separations", "culture_and_family", "current_stressors", "strengths", "ended_on", NULL FROM relationship;

DROP TABLE relationship;

ALTER TABLE relationship_new RENAME TO relationship;

CREATE INDEX ix_relationship_unit_id ON relationship (unit_id);

CREATE TABLE session_new (
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
	telehealth_consent INTEGER NOT NULL, 
	service_code TEXT NOT NULL, 
	conjoint INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(episode_id) REFERENCES care_episode (id)
)
 STRICT;

INSERT INTO session_new ("id", "unit_id", "episode_id", "starts", "stops", "number", "attendance", "planned", "setting", "place", "platform", "client_location", "provider_location", "present", "focus", "entered_in_error", "telehealth_consent", "service_code", "conjoint") SELECT "id", "unit_id", "episode_id", "starts", "stops", "number", "attendance", "planned", "setting", "place", "platform", "client_location", "provider_location", "present", "focus", "entered_in_error", 0, '', 0 FROM session;

DROP TABLE session;

ALTER TABLE session_new RENAME TO session;

CREATE INDEX ix_session_starts ON session (starts);

CREATE INDEX ix_session_unit_id ON session (unit_id);

CREATE TABLE transfer_summary (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	episode_id TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	address TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	parts TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	focus TEXT NOT NULL, 
	pattern TEXT NOT NULL, 
	risk TEXT NOT NULL, 
	wishes TEXT NOT NULL, 
	partner_view TEXT NOT NULL, 
	carried TEXT NOT NULL, 
	reviewed_by TEXT NOT NULL, 
	reviewed_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(episode_id) REFERENCES care_episode (id)
)
 STRICT;

CREATE INDEX ix_transfer_summary_unit_id ON transfer_summary (unit_id);

CREATE TABLE unit_link (
	unit_id TEXT NOT NULL, 
	from_unit_id TEXT NOT NULL, 
	partner_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	opened_on TEXT NOT NULL, 
	secrets TEXT, 
	prior_info TEXT NOT NULL, 
	resumes TEXT NOT NULL, 
	PRIMARY KEY (unit_id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(from_unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(partner_id) REFERENCES partner (id)
)
 STRICT;

CREATE INDEX ix_unit_link_from_unit_id ON unit_link (from_unit_id);

CREATE TABLE assertion (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	content_kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	source TEXT NOT NULL, 
	confidence TEXT NOT NULL, 
	alternatives TEXT NOT NULL, 
	told_on TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	session_id TEXT, 
	recall TEXT, 
	follows_id TEXT, 
	error_reason TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id), 
	FOREIGN KEY(follows_id) REFERENCES assertion (id)
)
 STRICT;

CREATE INDEX ix_assertion_unit_id ON assertion (unit_id);

CREATE TABLE discernment_session (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	session_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	recorded TEXT NOT NULL, 
	joint_minutes INTEGER NOT NULL, 
	minutes_with_a INTEGER NOT NULL, 
	minutes_with_b INTEGER NOT NULL, 
	feedback_joint TEXT NOT NULL, 
	choice_a TEXT, 
	choice_b TEXT, 
	conditions TEXT NOT NULL, 
	path_2_referrals TEXT NOT NULL, 
	path_1_review_on TEXT, 
	path_3_start TEXT, 
	path_3_review_on TEXT, 
	voided_reason TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	UNIQUE (session_id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_discernment_session_unit_id ON discernment_session (unit_id);

CREATE TABLE measure_administration (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	measure TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	definition_version INTEGER NOT NULL, 
	answers TEXT NOT NULL, 
	total_keyed REAL, 
	mode TEXT NOT NULL, 
	form_version TEXT NOT NULL, 
	respondent TEXT NOT NULL, 
	session_id TEXT, 
	instrument TEXT NOT NULL, 
	licence_confirmed INTEGER NOT NULL, 
	entered_in_error INTEGER NOT NULL, 
	error_reason TEXT NOT NULL, 
	total REAL, 
	opens TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_measure_administration_session_id ON measure_administration (session_id);

CREATE INDEX ix_measure_administration_unit_id ON measure_administration (unit_id);

CREATE TABLE one_to_one (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	session_id TEXT NOT NULL, 
	client_id TEXT NOT NULL, 
	place TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	clarity INTEGER, 
	confidence INTEGER, 
	hope INTEGER, 
	leaning TEXT, 
	own_contribution TEXT NOT NULL, 
	change_agenda TEXT NOT NULL, 
	note TEXT NOT NULL, 
	shared_summary TEXT NOT NULL, 
	agreed_to_share INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id), 
	FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT;

CREATE INDEX ix_one_to_one_client_id ON one_to_one (client_id);

CREATE INDEX ix_one_to_one_session_id ON one_to_one (session_id);

CREATE INDEX ix_one_to_one_unit_id ON one_to_one (unit_id);

CREATE TABLE practice_assignment_new (
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
	event TEXT NOT NULL, 
	handout_version INTEGER, 
	stop_reasons TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

INSERT INTO practice_assignment_new ("id", "unit_id", "skill_id", "skill_version", "assigned_on", "session_id", "due_on", "times_per_week", "event_driven", "context", "with_whom", "safe_to_take_home", "status", "gate_reason", "event", "handout_version", "stop_reasons") SELECT "id", "unit_id", "skill_id", "skill_version", "assigned_on", "session_id", "due_on", "times_per_week", "event_driven", "context", "with_whom", "safe_to_take_home", "status", "gate_reason", '', NULL, '{}' FROM practice_assignment;

DROP TABLE practice_assignment;

ALTER TABLE practice_assignment_new RENAME TO practice_assignment;

CREATE INDEX ix_practice_assignment_unit_id ON practice_assignment (unit_id);

CREATE TABLE private_disclosure (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	told_on TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	session_id TEXT, 
	text TEXT NOT NULL, 
	wish TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_private_disclosure_unit_id ON private_disclosure (unit_id);

CREATE TABLE relationship_pattern_new (
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
	eft_step_focus INTEGER, 
	vulnerability_client TEXT NOT NULL, 
	vulnerability_partner TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(confirmed_in_session_id) REFERENCES session (id)
)
 STRICT;

INSERT INTO relationship_pattern_new ("id", "unit_id", "code", "custom_name", "nickname_by_client", "model", "client_position", "status", "confirmed_in_session_id", "is_primary", "first_seen", "last_seen", "protective_function_client", "protective_function_partner_hypothesis", "context_factors", "eft_step_focus", "vulnerability_client", "vulnerability_partner") SELECT "id", "unit_id", "code", "custom_name", "nickname_by_client", "model", "client_position", "status", "confirmed_in_session_id", "is_primary", "first_seen", "last_seen", "protective_function_client", "protective_function_partner_hypothesis", "context_factors", NULL, '{"alternatives":[],"core_belief":"","cost_today":"","need":"","origin_context":"","survival_position":"","vulnerability":""}', '{"alternatives":[],"core_belief":"","cost_today":"","need":"","origin_context":"","survival_position":"","vulnerability":""}' FROM relationship_pattern;

DROP TABLE relationship_pattern;

ALTER TABLE relationship_pattern_new RENAME TO relationship_pattern;

CREATE INDEX ix_relationship_pattern_unit_id ON relationship_pattern (unit_id);

CREATE TABLE skill_use (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	skill_id TEXT NOT NULL, 
	skill_version INTEGER NOT NULL, 
	"on" TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	session_id TEXT, 
	answers TEXT NOT NULL, 
	entered_in_error INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_skill_use_skill_id ON skill_use (skill_id);

CREATE INDEX ix_skill_use_unit_id ON skill_use (unit_id);

CREATE TABLE cosignature (
	id TEXT NOT NULL, 
	note_id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	credential TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	remark TEXT NOT NULL, 
	addenda INTEGER NOT NULL, 
	entered TEXT NOT NULL, 
	note_digest TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	seal TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(note_id) REFERENCES progress_note (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_cosignature_note_id ON cosignature (note_id);

CREATE INDEX ix_cosignature_unit_id ON cosignature (unit_id);

CREATE TABLE cycle_map_new (
	id TEXT NOT NULL, 
	pattern_id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	created TEXT NOT NULL, 
	session_id TEXT, 
	based_on_incident_ids TEXT NOT NULL, 
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

INSERT INTO cycle_map_new ("id", "pattern_id", "unit_id", "version", "created", "session_id", "based_on_incident_ids", "steps", "loops_back_to_step", "summary_for_client", "reviewed_on", "next_review_on") SELECT "id", "pattern_id", "unit_id", "version", "created", "session_id", '[]', "steps", "loops_back_to_step", "summary_for_client", "reviewed_on", "next_review_on" FROM cycle_map;

DROP TABLE cycle_map;

ALTER TABLE cycle_map_new RENAME TO cycle_map;

CREATE INDEX ix_cycle_map_pattern_id ON cycle_map (pattern_id);

CREATE INDEX ix_cycle_map_unit_id ON cycle_map (unit_id);

CREATE TABLE episode_count (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	pattern_id TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	since TEXT NOT NULL, 
	until TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	session_id TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(pattern_id) REFERENCES relationship_pattern (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_episode_count_pattern_id ON episode_count (pattern_id);

CREATE INDEX ix_episode_count_unit_id ON episode_count (unit_id);

CREATE TABLE insight (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	text TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	pattern_id TEXT, 
	skill_id TEXT NOT NULL, 
	session_id TEXT, 
	held_over_time INTEGER, 
	looked_again_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(pattern_id) REFERENCES relationship_pattern (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_insight_unit_id ON insight (unit_id);

CREATE TABLE note_move (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	session_id TEXT NOT NULL, 
	note_id TEXT NOT NULL, 
	way TEXT NOT NULL, 
	moved_as TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	moved TEXT NOT NULL, 
	left_out TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id), 
	FOREIGN KEY(note_id) REFERENCES progress_note (id)
)
 STRICT;

CREATE INDEX ix_note_move_note_id ON note_move (note_id);

CREATE INDEX ix_note_move_unit_id ON note_move (unit_id);

CREATE TABLE own_part (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	behaviour TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	function_protective TEXT NOT NULL, 
	effect_on_partner_hypothesis TEXT NOT NULL, 
	pattern_id TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(pattern_id) REFERENCES relationship_pattern (id)
)
 STRICT;

CREATE INDEX ix_own_part_unit_id ON own_part (unit_id);

CREATE TABLE pattern_episode_new (
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
	distress_while_telling INTEGER, 
	source TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(pattern_id) REFERENCES relationship_pattern (id), 
	FOREIGN KEY(told_in_session_id) REFERENCES session (id)
)
 STRICT;

INSERT INTO pattern_episode_new ("id", "unit_id", "pattern_id", "happened", "entered", "told_in_session_id", "duration_minutes", "setting", "intensity", "activation_peak", "who_started", "how_far", "own_part_awareness", "exits_tried", "repair_attempted_by", "repair", "hours_to_reconnect", "repair_quality", "aftermath_days_distant", "safety_flag", "distress_then", "recall_clarity", "distress_while_telling", "source") SELECT "id", "unit_id", "pattern_id", "happened", "entered", "told_in_session_id", "duration_minutes", "setting", "intensity", "activation_peak", "who_started", "how_far", "own_part_awareness", "exits_tried", "repair_attempted_by", "repair", "hours_to_reconnect", "repair_quality", "aftermath_days_distant", "safety_flag", "distress_then", "recall_clarity", NULL, 'client_report' FROM pattern_episode;

DROP TABLE pattern_episode;

ALTER TABLE pattern_episode_new RENAME TO pattern_episode;

CREATE INDEX ix_pattern_episode_pattern_id ON pattern_episode (pattern_id);

CREATE INDEX ix_pattern_episode_unit_id ON pattern_episode (unit_id);

CREATE TABLE risk_answer (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	administration_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	risk TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(administration_id) REFERENCES measure_administration (id)
)
 STRICT;

CREATE INDEX ix_risk_answer_unit_id ON risk_answer (unit_id);

CREATE TABLE map_showing (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	pattern_id TEXT NOT NULL, 
	map_id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	shown TEXT NOT NULL, 
	session_id TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(pattern_id) REFERENCES relationship_pattern (id), 
	FOREIGN KEY(map_id) REFERENCES cycle_map (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_map_showing_pattern_id ON map_showing (pattern_id);

CREATE INDEX ix_map_showing_unit_id ON map_showing (unit_id);

CREATE TABLE own_part_step (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	own_part_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	owned INTEGER NOT NULL, 
	entered TEXT NOT NULL, 
	self_compassion_note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(own_part_id) REFERENCES own_part (id)
)
 STRICT;

CREATE INDEX ix_own_part_step_own_part_id ON own_part_step (own_part_id);

CREATE INDEX ix_own_part_step_unit_id ON own_part_step (unit_id);
