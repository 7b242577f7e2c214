"""Where the results of a refresh are kept: see insight/store."""

from pathlib import Path

from django.db import migrations

TABLES = (Path(__file__).parent / "store.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [migrations.RunSQL(TABLES, "DROP TABLE insight_member; DROP TABLE insight_figure; DROP TABLE insight_refresh;")]
