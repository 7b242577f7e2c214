"""Addresses for people: staff at /console/, members at /me/. Programs go through /v1, which never reaches Django."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(url="/console/")),
    path("accounts/login/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("console/", include("regulars.console.urls")),
    path("me/", include("regulars.portal.urls")),
]
