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

CREATE TABLE open_draft (
	note_id TEXT NOT NULL, 
	run TEXT NOT NULL, 
	since TEXT NOT NULL, 
	PRIMARY KEY (note_id)
)
 STRICT;
