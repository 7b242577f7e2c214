"""An index of what was given by hand."""

from pathlib import Path

from django.db import migrations

INDEX = Path(__file__).with_name("adjusted.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("journal", "0009_seal")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX event_adjusted;")]
