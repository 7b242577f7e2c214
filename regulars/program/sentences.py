"""The sentences of every finding, in three languages."""
