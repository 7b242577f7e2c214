"""Cards: issued, blocked, replaced; and how far each series of numbers has been used."""

from pathlib import Path

from django.db import migrations

TABLES = (Path(__file__).parent / "cards.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("members", "0004_segments")]

    operations = [migrations.RunSQL(TABLES, "DROP TABLE member_card; DROP TABLE card_series;")]
