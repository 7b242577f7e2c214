"""The journal's tables as Django sees them: for reading only. They are made by SQL (``migrations/tables.sql``) and written by ``intake``."""

from django.db import models


class ProgramVersion(models.Model):
    version = models.IntegerField(primary_key=True)
    program = models.TextField()
    document = models.TextField()
    in_force_from = models.DateTimeField(null=True)
    applied_at = models.DateTimeField()
    applied_by = models.TextField()
    kind = models.TextField(default="applied")
    about = models.IntegerField(null=True)
    reason = models.TextField(default="")

    class Meta:
        managed = False
        db_table = "program_version"


class MemberRef(models.Model):
    ref = models.TextField(primary_key=True)
    member_id = models.BigIntegerField(unique=True)

    class Meta:
        managed = False
        db_table = "member_ref"


class MemberState(models.Model):
    member_id = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField()
    active = models.BigIntegerField()
    pending = models.BigIntegerField()
    held = models.BigIntegerField()
    debt = models.BigIntegerField()
    tier = models.TextField()
    next_due_on = models.DateField(null=True)
    state = models.TextField()  # json, read through engine.state.decode_state

    class Meta:
        managed = False
        db_table = "member_state"


class Event(models.Model):
    pk = models.CompositePrimaryKey("member_id", "seq")
    member_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    source = models.TextField()
    external_id = models.TextField()
    type = models.TextField()
    order_id = models.TextField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    body = models.TextField()
    body_hash = models.BinaryField()
    outcome = models.TextField()
    known_version = models.IntegerField()

    class Meta:
        managed = False
        db_table = "event"


class Transfer(models.Model):
    pk = models.CompositePrimaryKey("member_id", "seq", "n")
    member_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    n = models.SmallIntegerField()
    wallet = models.TextField()
    source = models.TextField()
    target = models.TextField()
    points = models.BigIntegerField()
    lot = models.TextField()
    expires_on = models.DateField(null=True)
    rule = models.TextField()
    program_version = models.IntegerField()

    class Meta:
        managed = False
        db_table = "transfer"


class Outbox(models.Model):
    pk = models.CompositePrimaryKey("member_id", "seq", "n")
    member_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    n = models.SmallIntegerField()
    topic = models.TextField()
    payload = models.TextField()
    recorded_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "outbox"
