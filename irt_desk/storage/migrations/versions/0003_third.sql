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
