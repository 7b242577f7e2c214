"""The approvals' room as a Django app: it brings the tables of requests and answers."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "regulars.approvals"
    label = "approvals"
