"""A key may act for a staff member; what the house decides takes scopes of its own, which keys made before keep in this way."""

from django.db import migrations, models

KEEP = """
UPDATE api_key SET scopes = ARRAY(SELECT DISTINCT unnest(scopes || ARRAY['points:adjust', 'members:manage']::varchar[]) ORDER BY 1) WHERE 'events:write' = ANY(scopes);
UPDATE api_key SET scopes = ARRAY(SELECT DISTINCT unnest(scopes || ARRAY['members:manage']::varchar[]) ORDER BY 1) WHERE 'members:write' = ANY(scopes);
"""


class Migration(migrations.Migration):
    dependencies = [("api", "0002_sandbox_keys")]

    operations = [
        migrations.AddField(model_name="apikey", name="person", field=models.CharField(blank=True, default="", max_length=150)),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
    ]
