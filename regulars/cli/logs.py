"""Log lines: one JSON object each, free of personal data.

Our own messages are written by us and hold none. Other libraries quote paths, parameters and values: of theirs only the words of the
message are kept, never what was filled in. An exception gives its type, its code and where it happened; its text may quote a row.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

_SPEAK_FREELY = ("regulars", "uvicorn")
_ABOUT_CODE = (ImportError, AttributeError, NameError, AssertionError)  # these speak of our code, not of anybody's data


class Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.split(".")[0] in _SPEAK_FREELY
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage().strip() if ours else str(record.msg).strip(),
        }
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        if match is not None:
            line["route"] = match.route  # the pattern, not the path: a path may name a member
        if record.exc_info and record.exc_info[0] is not None:
            kind, error, where = record.exc_info
            line["error"] = kind.__name__ if kind else ""
            if isinstance(error, _ABOUT_CODE):
                line["what"] = str(error)
            if code := getattr(error, "code", None) or getattr(error, "sqlstate", None):
                line["code"] = str(code)
            line["where"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(where)[-12:]
            ]
        return json.dumps(line, ensure_ascii=False)
