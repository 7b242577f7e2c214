"""The drafts' room as a Django app: it brings the tables of drafts and plans."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "regulars.drafts"
    label = "drafts"
