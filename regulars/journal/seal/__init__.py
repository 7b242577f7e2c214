"""The seal: a chain of hashes over everything that happened, so that nobody can change it unnoticed. The bytes: docs/algorithms/seal.md."""
