"""The members behind each cell of a figure."""

from pathlib import Path

from django.db import migrations

TABLES = Path(__file__).with_name("marks.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("insight", "0006_watch")]

    operations = [migrations.RunSQL(TABLES, "DROP TABLE insight_marked;")]
