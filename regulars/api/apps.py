"""The API as a Django app: it brings the table of keys; the routes themselves are not Django's."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "regulars.api"
    label = "api"
