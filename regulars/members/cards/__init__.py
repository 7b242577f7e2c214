"""Members' cards: numbers with a check digit, issuing, blocking, replacing, looking up, and what a phone's wallet is given."""
