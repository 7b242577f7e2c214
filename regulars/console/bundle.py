"""The charts' JavaScript, written by vl-convert while static files are collected: nothing vendored, no npm, no CDN."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

NAME = "console/vega.js"


class _Bundle(Storage):
    """One file that is made when it is opened (a second or so)."""

    prefix = None

    def _open(self, name: str, mode: str = "rb") -> File:
        import vl_convert

        return ContentFile(vl_convert.javascript_bundle().encode(), name=name)

    def exists(self, name: str) -> bool:
        return name == NAME

    def path(self, name: str) -> str:
        """The file the bundle is made from: when that changes, the bundle does."""
        import vl_convert

        return str(vl_convert.__file__)

    def get_modified_time(self, name: str) -> datetime:
        return datetime.fromtimestamp(Path(self.path(name)).stat().st_mtime, UTC)


class BundleFinder(BaseFinder):
    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storage = _Bundle()

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> list[str]:
        return []  # it lies nowhere until it is collected

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        yield NAME, self.storage
