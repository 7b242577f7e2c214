"""A chart or a page as PNG or PDF, drawn in a process of its own: the drawing engine takes a second and memory that no web process should give.

``python -m regulars.insight.drawing`` reads one JSON document on its input: ``{"kind": "png" | "pdf", "spec": a Vega-Lite chart or null, "page": SVG or null}``.
The page may hold ``<!--chart-->`` where the chart belongs. It writes the bytes.
"""

import json
import re
import subprocess
import sys
import threading
from typing import Any, Literal

from regulars.kit.errors import Unavailable
from regulars.kit.phrases import phrases

SECONDS = 60
_AT_ONCE = threading.BoundedSemaphore(2)
_CHART = "<!--chart-->"


phrases({"insight.not_drawn": ("The picture could not be drawn just now; try again", "暂时无法绘制图片，请重试", "暫時無法繪製圖片，請重試")})


class NotDrawn(Unavailable):
    code = "insight.not_drawn"


def drawn(kind: Literal["png", "pdf"], *, spec: dict[str, Any] | None = None, page: str | None = None) -> bytes:
    """The picture. Raises NotDrawn when too many are being drawn already, or the drawing fails."""
    if not _AT_ONCE.acquire(timeout=SECONDS / 2):
        raise NotDrawn
    try:
        asked = json.dumps({"kind": kind, "spec": spec, "page": page}).encode()
        done = subprocess.run([sys.executable, "-m", "regulars.insight.drawing"], input=asked, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise NotDrawn from None
    finally:
        _AT_ONCE.release()
    if done.returncode or not done.stdout:
        raise NotDrawn
    return done.stdout


def _draw(kind: str, spec: dict[str, Any] | None, page: str | None) -> bytes:
    import vl_convert

    if page is None:
        return bytes(vl_convert.vegalite_to_png(spec or {}, scale=2))
    chart = vl_convert.vegalite_to_svg(spec) if spec is not None else ""
    whole = page.replace(_CHART, re.sub(r"<\?xml[^>]*>|<!DOCTYPE[^>]*>", "", chart))
    return bytes(vl_convert.svg_to_pdf(whole)) if kind == "pdf" else bytes(vl_convert.svg_to_png(whole, scale=2))


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    sys.stdout.buffer.write(_draw(asked["kind"], asked["spec"], asked["page"]))
