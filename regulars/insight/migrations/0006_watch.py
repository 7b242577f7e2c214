"""Alerts, what was found out about them, and what the rules watch: see insight/watch."""

from pathlib import Path

from django.db import migrations

TABLES = (Path(__file__).parent / "watch.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("insight", "0005_shown")]

    operations = [migrations.RunSQL(TABLES, "DROP TABLE watch_place; DROP TABLE watch_settings; DROP TABLE watch_answer; DROP TABLE watch_alert;")]
