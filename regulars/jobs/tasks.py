"""The clock's timetable. This is a door: it reads the clock and calls one room.

Every process that uses Django imports this file, the work itself only the worker needs: hence the late imports.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

_EVER = timedelta(days=50 * 366)
_KEEP_SIGN_INS = timedelta(days=90)


@app.periodic(cron="* * * * *")
@app.task(queue="clock", queueing_lock="clock")
def let_time_pass(timestamp: int) -> None:
    """Every minute: points activate and lapse, tiers are reviewed."""
    from regulars.jobs import rounds

    rounds.let_time_pass(settings.REGULARS_DSN, datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queue="moves", queueing_lock="moves")
def finish_moves(timestamp: int) -> None:
    """Every minute: gifts and merges that broke off are carried to their end; at the full hour, however old they are."""
    from regulars.jobs import rounds

    now = datetime.now(UTC)
    rounds.finish_moves(settings.REGULARS_DSN, now, since=timedelta(days=2) if now.minute else _EVER)


@app.periodic(cron="* * * * *")
@app.task(queue="cards", queueing_lock="cards")
def issue_cards(timestamp: int) -> None:
    """Every minute: whoever joined gets a card, where the programme says so; at the full hour everybody is looked at."""
    from regulars.jobs import rounds

    now = datetime.now(UTC)
    rounds.issue_cards(settings.REGULARS_DSN, now, all_of_them=now.minute == 0)


@app.periodic(cron="23 * * * *")
@app.task(queue="quality", queueing_lock="quality")
def look_at_night(timestamp: int) -> None:
    """Every hour, asking whether it is night: everybody's details are looked at."""
    from regulars.jobs import rounds

    rounds.look_at_quality(settings.REGULARS_DSN, datetime.now(UTC), by="night", at_night=True)


@app.task(queue="quality", queueing_lock="quality_now")
def look_now(by: str) -> None:
    """Asked for on the page: everybody's details are looked at now."""
    from regulars.jobs import rounds

    rounds.look_at_quality(settings.REGULARS_DSN, datetime.now(UTC), by=by)


@app.periodic(cron="17 * * * *")
@app.task(queue="ledger", queueing_lock="ledger")
def check_at_night(timestamp: int) -> None:
    """Every hour, asking whether it is night: the whole ledger is verified."""
    from regulars.jobs import rounds

    rounds.check_at_night(settings.REGULARS_DSN, datetime.now(UTC))


@app.task(queue="ledger", queueing_lock="ledger_now")
def check_now(by: str) -> None:
    """Asked for on the Ledger page: the whole ledger is verified now."""
    from regulars.jobs import rounds

    rounds.check_now(settings.REGULARS_DSN, datetime.now(UTC), by=by)


@app.periodic(cron="37 * * * *")
@app.task(queue="insight", queueing_lock="insight")
def refresh_at_night(timestamp: int) -> None:
    """Every hour, asking whether it is night: a snapshot is taken, and everything insight says is worked out anew."""
    from regulars.jobs import insight

    insight.refresh(settings.REGULARS_DSN, settings.SNAPSHOT, datetime.now(UTC), at_night=True)


@app.task(queue="insight", queueing_lock="insight_now")
def refresh_now() -> None:
    """Asked for on the page: a snapshot is taken, and everything insight says is worked out now."""
    from regulars.jobs import insight

    insight.refresh(settings.REGULARS_DSN, settings.SNAPSHOT, datetime.now(UTC))


@app.task(queue="plans")
def compute_plan(id: int) -> None:
    """Asked for on a draft's page: what the document would do to the real members."""
    from regulars.drafts.planning import compute_plan as compute

    compute(settings.REGULARS_DSN, id, at=datetime.now(UTC))


@app.periodic(cron="41 2 * * *")
@app.task(queue="sweep", queueing_lock="sweep", pass_context=True)
async def sweep(context: JobContext, timestamp: int) -> None:
    """Every night: ended sessions, old records of signing in, and jobs a killed worker left half done."""
    await _forget_old_sign_ins()
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=600):
        await jobs.finish_job(job, status=Status.FAILED, delete_job=True)
    await jobs.delete_old_jobs(nb_hours=24 * 7, include_failed=True, include_cancelled=True, include_aborted=True)


async def _forget_old_sign_ins() -> None:
    from axes.models import AccessAttempt, AccessLog
    from django.contrib.sessions.models import Session

    now = datetime.now(UTC)
    await Session.objects.filter(expire_date__lt=now).adelete()
    await AccessLog.objects.filter(attempt_time__lt=now - _KEEP_SIGN_INS).adelete()
    await AccessAttempt.objects.filter(attempt_time__lt=now - _KEEP_SIGN_INS).adelete()
