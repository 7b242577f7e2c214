"""The journal as a Django app: it brings the tables; everything else in this room is plain Python."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "regulars.journal"
    label = "journal"
