from journal.conftest import shop  # noqa: F401  (a shop whose ledger is checked after every test)
