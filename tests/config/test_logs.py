"""The programme promises that nothing personal is written to a log."""

import json
import logging
import sys

from regulars.cli.logs import Lines


def line(name: str, message: str, *arguments, error: Exception | None = None) -> dict:
    info = None
    if error is not None:
        try:
            raise error
        except Exception:
            info = sys.exc_info()
    return json.loads(Lines().format(logging.LogRecord(name, logging.ERROR, __file__, 1, message, arguments, info)))


def test_what_other_libraries_fill_in_is_left_out():
    assert "alice" not in json.dumps(line("django.request", "Not Found: %s", "/console/member/alice/"))


def test_what_we_say_ourselves_is_kept():
    assert line("regulars.jobs", "time passed for %d members", 3)["message"] == "time passed for 3 members"


def test_an_exception_says_where_and_never_what():
    written = line("regulars.api", "failed", error=ValueError("phone 13800138000"))
    assert written["error"] == "ValueError"
    assert __file__ in written["where"][-1]
    assert "13800138000" not in json.dumps(written)
