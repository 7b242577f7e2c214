"""Addresses for people: staff at /console/, members at /me/. Programs go through /v1, which never reaches Django."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.generic import RedirectView

from regulars.console.access import public

urlpatterns = [
    path("", public(RedirectView.as_view(url="/console/"))),
    path("accounts/login/", public(LoginView.as_view(redirect_authenticated_user=True)), name="login"),
    path("accounts/logout/", public(LogoutView.as_view()), name="logout"),
    path("console/", include("regulars.console.urls")),
    path("me/", include("regulars.portal.urls")),
]
