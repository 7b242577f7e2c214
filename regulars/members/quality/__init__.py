"""How good what we know of people is, and who may be one person under two references."""
