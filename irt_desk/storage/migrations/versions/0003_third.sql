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
