"""An index on the first steps of what moves between members: see journal/moving.py."""

from pathlib import Path

from django.db import migrations

INDEX = Path(__file__).with_name("moving.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_versions")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX IF EXISTS event_first_step;")]
