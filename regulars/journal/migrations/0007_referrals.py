"""An index on what advocates have to be told: see journal/referrals.py."""

from pathlib import Path

from django.db import migrations

INDEX = Path(__file__).with_name("referrals.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("journal", "0006_counters")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX IF EXISTS outbox_referrals;")]
