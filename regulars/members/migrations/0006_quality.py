"""Looks at how good members' details are, and merges they suggest."""

from pathlib import Path

from django.db import migrations

TABLES = (Path(__file__).parent / "quality.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("members", "0005_cards")]

    operations = [
        migrations.RunSQL(TABLES, "DROP TABLE not_one_person; DROP TABLE suggested_merge; DROP TABLE quality_key; DROP TABLE quality_problem; DROP TABLE quality_look;")
    ]
