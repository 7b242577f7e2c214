"""The members' room as a Django app: it brings the tables of personal data."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "regulars.members"
    label = "members"
