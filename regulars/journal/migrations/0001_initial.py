"""The journal's tables, as SQL run by the owner's role; Django's models only describe them."""

from pathlib import Path

from django.db import migrations, models

TABLES = Path(__file__).with_name("tables.sql").read_text(encoding="utf-8")
NO_TABLES = """
DROP TABLE outbox, transfer, event, member_state, member_ref, program_version;
DROP SEQUENCE member_id_seq;
DROP FUNCTION journal_is_append_only();
"""

MODELS = [
    migrations.CreateModel(
        name="Event",
        fields=[
            (
                "pk",
                models.CompositePrimaryKey(
                    "member_id", "seq", blank=True, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("member_id", models.BigIntegerField()),
            ("seq", models.BigIntegerField()),
            ("source", models.TextField()),
            ("external_id", models.TextField()),
            ("type", models.TextField()),
            ("order_id", models.TextField(null=True)),
            ("occurred_at", models.DateTimeField()),
            ("recorded_at", models.DateTimeField()),
            ("body", models.TextField()),
            ("body_hash", models.BinaryField()),
            ("outcome", models.TextField()),
            ("known_version", models.IntegerField()),
        ],
        options={
            "db_table": "event",
            "managed": False,
        },
    ),
    migrations.CreateModel(
        name="MemberRef",
        fields=[
            ("ref", models.TextField(primary_key=True, serialize=False)),
            ("member_id", models.BigIntegerField(unique=True)),
        ],
        options={
            "db_table": "member_ref",
            "managed": False,
        },
    ),
    migrations.CreateModel(
        name="MemberState",
        fields=[
            ("member_id", models.BigIntegerField(primary_key=True, serialize=False)),
            ("version", models.BigIntegerField()),
            ("active", models.BigIntegerField()),
            ("pending", models.BigIntegerField()),
            ("held", models.BigIntegerField()),
            ("debt", models.BigIntegerField()),
            ("tier", models.TextField()),
            ("next_due_on", models.DateField(null=True)),
            ("state", models.TextField()),
        ],
        options={
            "db_table": "member_state",
            "managed": False,
        },
    ),
    migrations.CreateModel(
        name="Outbox",
        fields=[
            (
                "pk",
                models.CompositePrimaryKey(
                    "member_id", "seq", "n", blank=True, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("member_id", models.BigIntegerField()),
            ("seq", models.BigIntegerField()),
            ("n", models.SmallIntegerField()),
            ("topic", models.TextField()),
            ("payload", models.TextField()),
            ("recorded_at", models.DateTimeField()),
            ("delivered_at", models.DateTimeField(null=True)),
        ],
        options={
            "db_table": "outbox",
            "managed": False,
        },
    ),
    migrations.CreateModel(
        name="ProgramVersion",
        fields=[
            ("version", models.IntegerField(primary_key=True, serialize=False)),
            ("program", models.TextField()),
            ("document", models.TextField()),
            ("in_force_from", models.DateTimeField(null=True)),
            ("applied_at", models.DateTimeField()),
            ("applied_by", models.TextField()),
        ],
        options={
            "db_table": "program_version",
            "managed": False,
        },
    ),
    migrations.CreateModel(
        name="Transfer",
        fields=[
            (
                "pk",
                models.CompositePrimaryKey(
                    "member_id", "seq", "n", blank=True, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("member_id", models.BigIntegerField()),
            ("seq", models.BigIntegerField()),
            ("n", models.SmallIntegerField()),
            ("wallet", models.TextField()),
            ("source", models.TextField()),
            ("target", models.TextField()),
            ("points", models.BigIntegerField()),
            ("lot", models.TextField()),
            ("expires_on", models.DateField(null=True)),
            ("rule", models.TextField()),
            ("program_version", models.IntegerField()),
        ],
        options={
            "db_table": "transfer",
            "managed": False,
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    operations = [migrations.RunSQL(TABLES, NO_TABLES, state_operations=MODELS)]
