"""A member's grade, persona and visits, and how it all stood some weeks ago."""

from pathlib import Path

from django.db import migrations

TABLES = Path(__file__).with_name("portraits.sql").read_text(encoding="utf-8")
BACK = "DROP TABLE insight_portrait; ALTER TABLE insight_member DROP COLUMN grade, DROP COLUMN persona, DROP COLUMN visitor;"


class Migration(migrations.Migration):
    dependencies = [("insight", "0003_settings")]

    operations = [migrations.RunSQL(TABLES, BACK)]
