"""The members' guide: the rules in words, with worked examples that the engine computes. Start with ``writing.guide_of``."""
