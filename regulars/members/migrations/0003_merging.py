from pathlib import Path

from django.db import migrations

TABLES = (Path(__file__).parent / "merging.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("members", "0002_signals")]

    operations = [migrations.RunSQL(TABLES, "DROP TABLE member_merge; ALTER TABLE member_identity DROP COLUMN brought_by;")]
