"""The programme promises that a shop is never served with a known key, with any host, or with its insides on show."""

import os
import subprocess
import sys

import pytest


def settings_with(**environment: str) -> subprocess.CompletedProcess[str]:
    script = "from regulars.config import settings as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS)"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REGULARS_")}
    return subprocess.run(
        [sys.executable, "-c", script], env={**kept, **environment}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("REGULARS_SECRET_KEY", "secret"),
        ("REGULARS_SECRET_KEY", "a" * 80),
        ("REGULARS_SECRET_KEY", "django-insecure-" + "kx3" * 20),
        ("REGULARS_HOSTS", "*"),
    ],
)
def test_what_would_open_the_shop_to_anybody_is_refused(name, given):
    done = settings_with(**{name: given})
    assert done.returncode != 0
    assert name in done.stderr


def test_without_a_home_every_process_has_a_key_of_its_own(settings):
    assert len(settings.SECRET_KEY) >= 50
    assert settings.DEBUG is False


def test_behind_https_cookies_travel_by_https_alone():
    assert settings_with(REGULARS_PUBLIC_URL="https://club.example.com").stdout.startswith("False True ['localhost'")
    assert "club.example.com" in settings_with(REGULARS_PUBLIC_URL="https://club.example.com").stdout


def test_a_page_that_is_not_there_says_nothing_of_our_insides(client, db):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert b"urlpatterns" not in answer.content
