"""The programme promises that the clock's jobs are on the timetable, and that what is no longer needed is swept away."""

import asyncio
from datetime import UTC, datetime, timedelta

from procrastinate import testing
from procrastinate.contrib.django import app

from regulars.jobs import tasks


def test_every_job_of_the_clock_is_on_the_timetable():
    on_it = {
        periodic.task.name.rpartition(".")[2]: periodic.cron
        for periodic in app.periodic_registry.periodic_tasks.values()
    }
    every_minute = dict.fromkeys(("let_time_pass", "finish_moves", "issue_cards"), "* * * * *")
    assert on_it == every_minute | {"check_at_night": "17 * * * *", "refresh_at_night": "37 * * * *", "look_at_night": "23 * * * *", "sweep": "41 2 * * *"}


def test_a_worker_runs_what_is_due(django_database):
    """With procrastinate's own store in memory: the work itself reaches the real database."""
    with app.replace_connector(testing.InMemoryConnector()) as working:
        working.configure_task("regulars.jobs.tasks.let_time_pass").defer(timestamp=0)
        working.run_worker(wait=False, install_signal_handlers=False)
        # the periodic ones that fall due in this very minute may stand beside it
        assert {job["status"] for job in working.connector.jobs.values()} == {"succeeded"}


def test_ended_sessions_are_swept_and_others_stay(django_database):
    from django.contrib.sessions.models import Session

    now = datetime.now(UTC)
    Session.objects.create(session_key="ended", session_data="", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="alive", session_data="", expire_date=now + timedelta(minutes=1))
    asyncio.run(tasks._forget_old_sign_ins())
    assert [session.session_key for session in Session.objects.all()] == ["alive"]
