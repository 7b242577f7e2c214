"""Members who refuse to be profiled: see members/profiling.py."""

from pathlib import Path

from django.db import migrations

TABLES = (Path(__file__).parent / "profiling.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("members", "0006_quality")]

    operations = [migrations.RunSQL(TABLES, "DROP TABLE profiling_refusal;")]
