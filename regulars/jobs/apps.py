"""The clock's door as a Django app: procrastinate finds its tasks here."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "regulars.jobs"
    label = "jobs"
