"""The console as a Django app: its templates, styles, words and charts."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "regulars.console"
    label = "console"
