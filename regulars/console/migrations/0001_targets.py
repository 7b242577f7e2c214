"""What owners want their figures to reach."""

from pathlib import Path

from django.db import migrations

TABLES = Path(__file__).with_name("targets.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunSQL(TABLES, "DROP TABLE kpi_target;")]
