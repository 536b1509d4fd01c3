"""Plans of restructurings: the act they follow, their steps, what people decided, and how far each has come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7

from .rules.steps import StepKind


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", _("Đang soạn")
    CHECKED = "checked", _("Đã kiểm tra")
    APPROVED = "approved", _("Đã phê duyệt")
    CARRIED_OUT = "carried_out", _("Đã thực hiện")
    UNDONE = "undone", _("Đã hoàn tác")


class LockedReturns(models.TextChoices):
    """What becomes of returns that are locked for days after the plan takes effect."""

    REFUSE = "refuse", _("Chưa quyết định: không thực hiện khi còn báo cáo đã khóa")
    KEEP = "keep", _("Giữ nguyên, tính về đơn vị kế thừa")


class Plan(models.Model):
    """A restructuring that a legal act lays down, from the first draft to what was carried out.

    ``organisation``: whose act it is, the body at whose place the permissions are asked. ``with_areas``: whether areas
    change, or only bodies over areas that have changed before. ``systems``: codes of those whose bodies follow.
    ``allows_crossing``: the act itself lets a part go to another province's successor. ``writers``: public ids of the accounts
    that wrote at it since it was begun; none of them approves it. ``reason``: why it was last opened again.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    title = models.CharField(max_length=200)
    act_number = models.CharField(max_length=60)
    act_date = models.DateField(null=True)
    act_body = models.CharField(max_length=160)
    source = models.CharField(
        max_length=500, blank=True, help_text="where the act was read, and what is unverified"
    )
    effective_on = models.DateField()
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    systems = models.JSONField(default=list)
    with_areas = models.BooleanField(default=True)
    allows_crossing = models.BooleanField(default=False)
    locked_returns = models.CharField(max_length=8, choices=LockedReturns, default=LockedReturns.REFUSE)
    state = models.CharField(max_length=12, choices=PlanState, default=PlanState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    made_by = models.UUIDField(null=True, help_text="public id of the account; none for the operator")
    made_at = models.DateTimeField()
    writers = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True, help_text="public id of the account; none for the operator")
    approved_at = models.DateTimeField(null=True)
    carried_out_by = models.UUIDField(null=True, help_text="public id of the account; none for the operator")
    carried_out_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["effective_on"], name="restructuring_plan_day")]

    def __str__(self) -> str:
        return f"{self.act_number} {self.effective_on}"


class Step(models.Model):
    """One step of a plan, as ``rules.steps.Step`` explains it. Old codes are of the eve, new ones of the day itself."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in StepKind])
    level = models.CharField(max_length=10)
    old_code = models.CharField(max_length=12, blank=True)
    old_uid = models.UUIDField(null=True, help_text="of an area that has no code, such as a village")
    new_level = models.CharField(max_length=10, blank=True)
    new_code = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=120, blank=True)
    unit_kind = models.CharField(max_length=16, blank=True)
    parent_level = models.CharField(max_length=10, blank=True)
    parent_code = models.CharField(max_length=12, blank=True)
    whole = models.BooleanField(default=True)
    share = models.DecimalField(max_digits=12, decimal_places=10, null=True)
    share_key = models.CharField(max_length=40, blank=True)
    default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="restructuring_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.kind} {self.old_code} {self.new_code}"


class DecisionKind(models.TextChoices):
    """About what a person decided otherwise than the rule."""

    AREA = "area", _("Thôn, tổ dân phố về đơn vị nào")
    POST = "post", _("Cán bộ giữ chức vụ nào ở đơn vị nào")


class Decision(models.Model):
    """What a person decided about one exception of a plan.

    ``subject``: an area without a code, or a post. ``level`` and ``code``: the unit of the day itself where it goes; without
    them it ends. ``title``: of a post, the new one.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=8, choices=DecisionKind)
    subject = models.UUIDField()
    level = models.CharField(max_length=10, blank=True)
    code = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=120, blank=True)
    by = models.UUIDField(null=True, help_text="public id of the account")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "subject"], name="restructuring_decision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
