"""How a batch is written: one function, replaced as a whole whenever it changes."""

from pathlib import Path

from django.db import migrations

WRITE = Path(__file__).with_name("write.sql").read_text(encoding="utf-8")
NO_WRITE = "DROP FUNCTION IF EXISTS journal_write(json, text[], json, text[], text[], json, json, json, text[], bigint);"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_figures")]

    operations = [migrations.RunSQL(WRITE, NO_WRITE)]
