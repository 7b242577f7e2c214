"""Insight as a Django app: it brings the tables its results are kept in."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "regulars.insight"
    label = "insight"
