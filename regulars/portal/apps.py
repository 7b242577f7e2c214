"""The portal as a Django app: the member's own pages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "regulars.portal"
    label = "portal"
