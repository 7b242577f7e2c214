"""The worker process: ``python -m regulars.cli.worker``. It runs the clock's jobs until it is told to stop."""

import asyncio
import contextlib
import os
import signal

from regulars.cli.lifeline import hold_lifeline


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.config.settings")
    import django

    django.setup()
    hold_lifeline()
    asyncio.run(_work())


async def _work() -> None:
    from django.conf import settings
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from regulars.jobs.sealing import Sealing
    from regulars.jobs.watching import Watching

    assert isinstance(app.connector, DjangoConnector)
    sealing = Sealing(settings.REGULARS_DSN)
    watching = Watching(settings.REGULARS_DSN)
    sealing.start()
    watching.start()
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, told.set)
    with contextlib.closing(sealing), contextlib.closing(watching), app.replace_connector(app.connector.get_worker_connector()) as working:
        async with working.open_async():
            jobs = asyncio.create_task(
                working.run_worker_async(
                    concurrency=2, install_signal_handlers=False, delete_jobs="successful", shutdown_graceful_timeout=5
                )
            )
            stop = asyncio.create_task(told.wait())
            await asyncio.wait({jobs, stop}, return_when=asyncio.FIRST_COMPLETED)
            stop.cancel()
            if jobs.done():
                jobs.result()  # it gave up, with the database perhaps: say so and end; serve starts another
            jobs.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await jobs


if __name__ == "__main__":
    main()
