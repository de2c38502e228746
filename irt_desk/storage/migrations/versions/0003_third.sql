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

CREATE TABLE safety_check_in (
	id TEXT NOT NULL, 
	unit_id TEXT NOT NULL, 
	session_id TEXT NOT NULL, 
	place TEXT NOT NULL, 
	recorded TEXT NOT NULL, 
	asked_alone INTEGER NOT NULL, 
	may_go_on INTEGER, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(unit_id) REFERENCES treatment_unit (id), 
	FOREIGN KEY(session_id) REFERENCES session (id)
)
 STRICT;

CREATE INDEX ix_safety_check_in_session_id ON safety_check_in (session_id);

CREATE INDEX ix_safety_check_in_unit_id ON safety_check_in (unit_id);
