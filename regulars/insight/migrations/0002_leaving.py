"""The list of whom to call is read in its order, however many members there are."""

from django.db import migrations

INDEX = """
CREATE INDEX insight_member_stake ON insight_member (refresh, ((1 - (told ->> 'buys')::double precision) * margin) DESC, member_id)
 WHERE (1 - (told ->> 'buys')::double precision) * margin > 0
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX insight_member_stake;")]
