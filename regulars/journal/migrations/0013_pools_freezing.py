"""A freeze that a pool has not been told of yet is found again too, when it broke off."""

from django.db import migrations

TOPICS = "'pool.giving', 'pool.asking', 'pool.joining', 'pool.leaving', 'pool.opening', 'pool.dissolving', 'pool.giving_back', 'pool.freezing'"
INDEX = f"""
DROP INDEX IF EXISTS outbox_pools; DROP INDEX IF EXISTS outbox_pool;
CREATE INDEX outbox_pools ON outbox (recorded_at) WHERE topic IN ({TOPICS});
CREATE INDEX outbox_pool ON outbox (((payload ->> 'pool')::bigint), recorded_at) WHERE topic IN ({TOPICS});
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0012_pools_give_back")]

    operations = [migrations.RunSQL(INDEX, migrations.RunSQL.noop)]
