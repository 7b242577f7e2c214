"""What was shown in the slot for a new product, each with the chance it was drawn with."""

from django.db import migrations

TABLE = """
CREATE TABLE insight_shown (
    member_id bigint NOT NULL,
    sku       text NOT NULL,
    shown_at  timestamptz NOT NULL,       -- the first time: one show of an article a member counts
    refresh   bigint NOT NULL,            -- whose draw it was
    chance    double precision NOT NULL CHECK (chance > 0 AND chance <= 1),
    taste     double precision NOT NULL,  -- the chance by the member's categories alone
    among     integer NOT NULL,           -- how many it was drawn from
    PRIMARY KEY (member_id, sku)
)
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0004_portraits")]

    operations = [migrations.RunSQL(TABLE, "DROP TABLE insight_shown;")]
