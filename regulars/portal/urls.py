"""The member's own addresses."""

from django.urls import path

from regulars.portal import card, link, me, profiling

app_name = "portal"

urlpatterns = [
    path("", me.page, name="me"),
    path("movements/", me.older, name="movements"),
    path("card/", card.page, name="card"),
    path("card/apple/", card.apple, name="apple"),
    path("card/google/", card.google, name="google"),
    path("card/logo.png", card.logo, name="logo"),
    path("profiling/", profiling.change, name="profiling"),
    path("guide/", me.guide, name="guide"),
    path("enter/<str:token>/", link.enter, name="enter"),
    path("leave/", link.leave, name="leave"),
    path("link/", link.make, name="link"),
]
