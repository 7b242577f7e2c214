"""Segments, a member's own time zone, and when a birthday was last corrected."""

from pathlib import Path

from django.db import migrations, models

TABLES = (Path(__file__).parent / "segments.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("members", "0003_merging")]

    operations = [
        migrations.AddField("profile", "timezone", models.BinaryField(null=True)),
        migrations.AddField("profile", "birthday_edited_at", models.DateTimeField(null=True)),
        migrations.RunSQL(TABLES, "DROP TABLE IF EXISTS member_segment; DROP TABLE IF EXISTS segment;"),
    ]
