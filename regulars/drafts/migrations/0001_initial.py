"""Drafts, what is typed into them, and plans, as SQL run by the owner's role."""

from pathlib import Path

from django.db import migrations

TABLES = Path(__file__).with_name("tables.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunSQL(TABLES, "DROP TABLE programme_plan, programme_draft_typed, programme_draft;")]
