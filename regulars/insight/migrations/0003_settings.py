"""What only the shop can tell insight: its margin, what serving costs, how RFM is cut."""

from pathlib import Path

from django.db import migrations

TABLES = Path(__file__).with_name("settings.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("insight", "0002_leaving"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(TABLES, "DROP TABLE insight_setting;")]
