"""Signals of members as keyed hashes: see members/referring.py."""

from pathlib import Path

from django.db import migrations

TABLE = (Path(__file__).parent / "signals.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [migrations.RunSQL(TABLE, "DROP TABLE IF EXISTS member_signal;")]
