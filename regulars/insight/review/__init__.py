"""The monthly review: one page of sentences, each made from a row of a figure. Begin with ``reviewing.review``."""
