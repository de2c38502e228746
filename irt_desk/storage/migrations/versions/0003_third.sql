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
	recipient TEXT NOT NULL, 
	expires_on TEXT, 
	withdrawn_on TEXT, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

INSERT INTO consent_new ("id", "unit_id", "type", "version", "signer", "signer_name", "signed_on", "points", "secrets_option", "prior_info", "recipient", "expires_on", "withdrawn_on", "note") SELECT "id", "unit_id", "type", "version", "signer", "signer_name", "signed_on", "points", "secrets_option", "prior_info", '', "expires_on", "withdrawn_on", "note" FROM consent;

DROP TABLE consent;

ALTER TABLE consent_new RENAME TO consent;

CREATE INDEX ix_consent_unit_id ON consent (unit_id);

CREATE TABLE direction_review (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	what TEXT NOT NULL, 
	next_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_direction_review_unit_id ON direction_review (unit_id);

CREATE TABLE item_release (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	into_unit_id TEXT NOT NULL, 
	client_id TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	material TEXT NOT NULL, 
	source_id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	judgement TEXT NOT NULL, 
	signer_name TEXT NOT NULL, 
	signed_on TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	withdrawn_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(into_unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT;

CREATE INDEX ix_item_release_into_unit_id ON item_release (into_unit_id);

CREATE INDEX ix_item_release_unit_id ON item_release (unit_id);

CREATE TABLE safety_stop (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	is_on INTEGER NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

CREATE INDEX ix_safety_stop_unit_id ON safety_stop (unit_id);

CREATE TABLE shared_item (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	client_id TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	material TEXT NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	released_on TEXT NOT NULL, 
	crossed_on TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	release_id TEXT NOT NULL, 
	source_id TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(client_id) REFERENCES client (id)
)
 STRICT;

CREATE INDEX ix_shared_item_unit_id ON shared_item (unit_id);

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
	agreement_b TEXT, 
	agreed_on_b TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id)
)
 STRICT;

INSERT INTO treatment_plan_new ("id", "unit_id", "version", "problem", "strengths", "goals", "interventions", "frequency", "expected_length", "discharge_criteria", "partner_involvement", "client_agreement", "review_on", "signed", "problems", "modality", "barriers", "measures", "hopes", "client_part", "agreement", "agreed_on", "partner_state", "has_safety_plan", "agreement_b", "agreed_on_b") SELECT "id", "unit_id", "version", "problem", "strengths", "goals", "interventions", "frequency", "expected_length", "discharge_criteria", "partner_involvement", "client_agreement", "review_on", "signed", "problems", "modality", "barriers", "measures", "hopes", "client_part", "agreement", "agreed_on", "partner_state", "has_safety_plan", NULL, NULL FROM treatment_plan;

DROP TABLE treatment_plan;

ALTER TABLE treatment_plan_new RENAME TO treatment_plan;

CREATE INDEX ix_treatment_plan_unit_id ON treatment_plan (unit_id);

CREATE TABLE transition_review_new (
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
	referral_offered_on TEXT, 
	matching_time_offered_on TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(episode_id) REFERENCES care_episode (id)
)
 STRICT;

INSERT INTO transition_review_new ("id", "unit_id", "episode_id", "opened_on", "target", "own_part_named", "regulation_reason", "client_wants_freely", "partner_wants_freely", "best_interest_client", "best_interest_partner", "best_interest_relationship", "goals_of_both", "no_acute_crisis", "competence_and_neutrality", "raising_factors", "band", "same_therapist_reason", "same_therapist_consultation", "mode", "inventory", "inventory_done_on", "referral_offered", "signed", "referral_offered_on", "matching_time_offered_on") SELECT "id", "unit_id", "episode_id", "opened_on", "target", "own_part_named", "regulation_reason", "client_wants_freely", "partner_wants_freely", "best_interest_client", "best_interest_partner", "best_interest_relationship", "goals_of_both", "no_acute_crisis", "competence_and_neutrality", "raising_factors", "band", "same_therapist_reason", "same_therapist_consultation", "mode", "inventory", "inventory_done_on", "referral_offered", "signed", NULL, NULL FROM transition_review;

DROP TABLE transition_review;

ALTER TABLE transition_review_new RENAME TO transition_review;

CREATE INDEX ix_transition_review_unit_id ON transition_review (unit_id);

CREATE TABLE inventory_step (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	review_id TEXT NOT NULL, 
	item_id TEXT NOT NULL, 
	choice TEXT NOT NULL, 
	"on" TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	tell_by TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(review_id) REFERENCES transition_review (id)
)
 STRICT;

CREATE INDEX ix_inventory_step_unit_id ON inventory_step (unit_id);

CREATE TABLE measure_administration_new (
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
	place TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

INSERT INTO measure_administration_new ("id", "unit_id", "measure", "on", "entered", "definition_version", "answers", "total_keyed", "mode", "form_version", "respondent", "session_id", "instrument", "licence_confirmed", "entered_in_error", "error_reason", "total", "opens", "place") SELECT "id", "unit_id", "measure", "on", "entered", "definition_version", "answers", "total_keyed", "mode", "form_version", "respondent", "session_id", "instrument", "licence_confirmed", "entered_in_error", "error_reason", "total", "opens", NULL FROM measure_administration;

DROP TABLE measure_administration;

ALTER TABLE measure_administration_new RENAME TO measure_administration;

CREATE INDEX ix_measure_administration_session_id ON measure_administration (session_id);

CREATE INDEX ix_measure_administration_unit_id ON measure_administration (unit_id);

CREATE TABLE safety_check_in (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	session_id TEXT NOT NULL, 
	place TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	asked_alone INTEGER NOT NULL, 
	answer TEXT, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_safety_check_in_session_id ON safety_check_in (session_id);

CREATE INDEX ix_safety_check_in_unit_id ON safety_check_in (unit_id);
