"""Regulars: a loyalty platform a shop runs itself."""

from regulars import _native

_native.use()
