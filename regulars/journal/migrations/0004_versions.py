"""A version says why it came to be."""

from pathlib import Path

from django.db import migrations

COLUMNS = Path(__file__).with_name("versions.sql").read_text(encoding="utf-8")
NO_COLUMNS = "ALTER TABLE program_version DROP COLUMN kind, DROP COLUMN about, DROP COLUMN reason;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_write")]

    operations = [migrations.RunSQL(COLUMNS, NO_COLUMNS)]
