"""The keys programs sign in with. A key's secret is never here, only its SHA-256."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ApiKey(models.Model):
    """``public_id`` is the middle of ``rk_<public id>_<secret>`` and may be shown; ``revoked_at`` set means dead for ever."""

    public_id = models.CharField(primary_key=True, max_length=12)
    secret_sha256 = models.BinaryField(max_length=32)  # of 256 random bits: nothing to guess, so no slow hash
    name = models.CharField(max_length=80, blank=True)
    scopes = ArrayField(models.CharField(max_length=32))
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    last_used_on = models.DateField(null=True)  # a day is enough to find forgotten keys, and costs one write a day
    revoked_at = models.DateTimeField(null=True)
    sandbox = models.CharField(max_length=40, blank=True, default="")  # opens this sandbox and nothing of the shop

    person = models.CharField(max_length=150, blank=True, default="")  # the staff member it acts for, by sign-in name

    class Meta:
        db_table = "api_key"
