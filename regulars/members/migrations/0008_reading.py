"""The log of who read what is kept of people."""

from pathlib import Path

from django.db import migrations

TABLES = (Path(__file__).parent / "reading.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("members", "0007_profiling"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(TABLES, "DROP TABLE personal_read;")]
