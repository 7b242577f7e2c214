"""Daily sums beside the journal: see journal/figures.py."""

from pathlib import Path

from django.db import migrations

TABLES = Path(__file__).with_name("figures.sql").read_text(encoding="utf-8")
NO_TABLES = "DROP TABLE ledger_check, figure_lots, figure_tiers, figure_points, figure_events, figure_fold;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunSQL(TABLES, NO_TABLES)]
