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
