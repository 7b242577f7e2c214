"""The members' tables. Every personal value is sealed (``sealing.py``) or a keyed hash (``blind.py``); nothing here can be read without the keys."""

from django.db import models


class Profile(models.Model):
    """One row per member who told us anything; a null is a field never told, or taken back."""

    member_id = models.BigIntegerField(primary_key=True)
    name = models.BinaryField(null=True)
    given_name = models.BinaryField(null=True)
    family_name = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    email = models.BinaryField(null=True)
    birthday = models.BinaryField(null=True)
    gender = models.BinaryField(null=True)
    language = models.BinaryField(null=True)
    address = models.BinaryField(null=True)
    postcode = models.BinaryField(null=True)
    city = models.BinaryField(null=True)
    attributes = models.BinaryField(null=True)  # a JSON object
    timezone = models.BinaryField(null=True)
    updated_at = models.DateTimeField()
    birthday_edited_at = models.DateTimeField(null=True)  # the last correction; telling it for the first time is none

    class Meta:
        db_table = "member_profile"


class Identity(models.Model):
    """What a member is known by besides the shop's reference: one member per (kind, value)."""

    pk = models.CompositePrimaryKey("member_id", "kind", "blind_index")
    member_id = models.BigIntegerField()
    kind = models.TextField()
    blind_index = models.BinaryField()
    value = models.BinaryField()
    added_at = models.DateTimeField()

    class Meta:
        managed = False  # a composite key: made by migrations/tables.sql
        db_table = "member_identity"


class SearchToken(models.Model):
    """One searchable piece of a name, phone or e-mail; ``field`` says of which, so that a change replaces its own pieces only."""

    pk = models.CompositePrimaryKey("member_id", "field", "token")
    member_id = models.BigIntegerField()
    field = models.TextField()
    token = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "member_search_token"
