"""What all members share: see journal/counters.py."""

from pathlib import Path

from django.db import migrations

COUNTERS = Path(__file__).with_name("counters.sql").read_text(encoding="utf-8")
NO_COUNTERS = "DROP FUNCTION IF EXISTS counters_take(json), counters_hold(text[]); DROP TABLE shared_counter;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0005_moving")]

    operations = [migrations.RunSQL(COUNTERS, NO_COUNTERS)]
