import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("public_id", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("secret_sha256", models.BinaryField(max_length=32)),
                ("name", models.CharField(blank=True, max_length=80)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), size=None),
                ),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=80)),
                ("last_used_on", models.DateField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "api_key"},
        ),
    ]
