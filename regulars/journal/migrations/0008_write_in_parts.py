"""What is JSON itself travels beside its rows. The function as it was stays for servers still running the release before."""

from pathlib import Path

from django.db import migrations

WRITE = Path(__file__).with_name("write.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("journal", "0007_referrals")]

    operations = [migrations.RunSQL(WRITE, migrations.RunSQL.noop)]
