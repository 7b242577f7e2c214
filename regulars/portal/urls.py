"""The member's own addresses."""

from django.urls import path

from regulars.portal import link, me

app_name = "portal"

urlpatterns = [
    path("", me.page, name="me"),
    path("movements/", me.older, name="movements"),
    path("guide/", me.guide, name="guide"),
    path("enter/<str:token>/", link.enter, name="enter"),
    path("leave/", link.leave, name="leave"),
    path("link/", link.make, name="link"),
]
