"""Indexes on what was begun between members and pools: see journal/pools.py."""

from pathlib import Path

from django.db import migrations

INDEX = Path(__file__).with_name("pools.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("journal", "0010_adjusted")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX IF EXISTS outbox_pools; DROP INDEX IF EXISTS outbox_pool;")]
