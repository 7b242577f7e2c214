"""Requests, answers and what came of them, as SQL run by the owner's role."""

from pathlib import Path

from django.db import migrations

TABLES = Path(__file__).with_name("tables.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("journal", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunSQL(TABLES, "DROP TABLE staff_link, approval_done, approval_answer, approval_request;")]
