"""Accounts, roles, grants, and the keys with which programs ask for an account."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7
from lienthong.kernel.validity import Dated


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by the name that its owner types at the door."""


class Account(AbstractBaseUser):
    """Somebody who can sign in."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    official = models.ForeignKey("registry.Official", models.SET_NULL, null=True, related_name="+")
    # The body that looks after the account: who may manage accounts there may manage this one.
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)
    # Raised by "sign out everywhere": a session that carries an older number is no longer valid.
    epoch = models.PositiveIntegerField(default=0)

    objects = AccountManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class Role(models.Model):
    """A named list of permission codes. Roles are data."""

    code = models.SlugField(unique=True)
    name = models.JSONField(help_text="label per language")
    permissions = models.JSONField(help_text="list of permission codes")

    def __str__(self) -> str:
        return self.code


class Reach(models.TextChoices):
    """How far down a grant goes."""

    HERE = "here", _("Chỉ đơn vị này")
    BELOW = "below", _("Đơn vị này và cấp dưới")


class Grant(Dated):
    """An account holds a role at a place of a tree, within one system, from a date to a date.

    A grant that belongs to a post counts only while the account acts in that post. One that was lent from another
    counts only while that one does too, and is never lent on.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    tree = models.ForeignKey("registry.Tree", models.PROTECT, related_name="+")
    system = models.ForeignKey("registry.System", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    reach = models.CharField(max_length=8, choices=Reach)
    post = models.ForeignKey("registry.Post", models.CASCADE, null=True, related_name="+")
    lent_from = models.ForeignKey("self", models.CASCADE, null=True, related_name="+")
    lending = models.UUIDField(null=True, db_index=True, help_text="public id of what it was lent for")

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["organisation"], name="identity_grant_organisation")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role_id} {self.reach} {self.organisation_id}"


class Token(Dated):
    """A key with which a program asks for an account, on the days [valid_from, valid_to).

    What it may is what its account may, cut down to ``scopes``. The secret itself is not kept.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    # The post in which it asks, as long as the account holds it.
    post = models.ForeignKey("registry.Post", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4, help_text="the last letters of the secret, to tell keys apart")
    scopes = models.JSONField(help_text="list of permission codes")
    # The account's epoch when it was made: whatever ends the account's sessions ends its keys.
    epoch = models.PositiveIntegerField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} …{self.tail}"


class Seat(models.Model):
    """Whose session it is, and in which of their posts: so that session, account and grants are read in one statement.

    The session itself decides who asks; a seat that says something else, or is not there, only costs another statement.
    """

    session = models.OneToOneField("sessions.Session", models.CASCADE, primary_key=True, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    post = models.ForeignKey("registry.Post", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.account_id} {self.post_id}"
