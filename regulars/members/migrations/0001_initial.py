from pathlib import Path

from django.db import migrations, models

TABLES = (Path(__file__).parent / "tables.sql").read_text()

SEALED = (
    "name",
    "given_name",
    "family_name",
    "phone",
    "email",
    "birthday",
    "gender",
    "language",
    "address",
    "postcode",
    "city",
    "attributes",
)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("member_id", models.BigIntegerField(primary_key=True, serialize=False)),
                *((column, models.BinaryField(null=True)) for column in SEALED),
                ("updated_at", models.DateTimeField()),
            ],
            options={"db_table": "member_profile"},
        ),
        migrations.RunSQL(
            TABLES,
            "DROP TABLE member_identity; DROP TABLE member_search_token;",
            state_operations=[
                migrations.CreateModel(
                    name="Identity",
                    fields=[
                        ("pk", models.CompositePrimaryKey("member_id", "kind", "blind_index")),
                        ("member_id", models.BigIntegerField()),
                        ("kind", models.TextField()),
                        ("blind_index", models.BinaryField()),
                        ("value", models.BinaryField()),
                        ("added_at", models.DateTimeField()),
                    ],
                    options={"db_table": "member_identity", "managed": False},
                ),
                migrations.CreateModel(
                    name="SearchToken",
                    fields=[
                        ("pk", models.CompositePrimaryKey("member_id", "field", "token")),
                        ("member_id", models.BigIntegerField()),
                        ("field", models.TextField()),
                        ("token", models.BigIntegerField()),
                    ],
                    options={"db_table": "member_search_token", "managed": False},
                ),
            ],
        ),
    ]
