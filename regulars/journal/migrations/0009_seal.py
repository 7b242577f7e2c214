"""The seal's tables."""

from pathlib import Path

from django.db import migrations

TABLES = Path(__file__).with_name("seal.sql").read_text(encoding="utf-8")
NO_TABLES = "DROP TABLE seal, seal_cluster;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0008_write_in_parts")]

    operations = [migrations.RunSQL(TABLES, NO_TABLES)]
