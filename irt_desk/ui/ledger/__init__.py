"""The absent partner's ledger on screen: quick to add to, quiet to read, nothing marked true or false."""
