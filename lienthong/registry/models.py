"""Areas and organisations through time, the trees they stand in, and the officials who hold posts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7
from lienthong.kernel.validity import Dated

from .rules import ESTATE


class Level(models.TextChoices):
    """The levels at which bodies and areas stand. The district is historic: no such level since 2025-07-01."""

    CENTRE = "centre", _("Trung ương")
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện (trước 01/07/2025)")
    COMMUNE = "commune", _("Cấp xã")
    VILLAGE = "village", _("Thôn, tổ dân phố")


class AreaKind(models.TextChoices):
    """What an area is called. Area kinds are the law's; village kinds are custom."""

    COUNTRY = "quoc_gia", _("Quốc gia")
    CITY_PROVINCE = "thanh_pho_tw", _("Thành phố trực thuộc trung ương")
    PROVINCE = "tinh", _("Tỉnh")
    URBAN_DISTRICT = "quan", _("Quận")
    RURAL_DISTRICT = "huyen", _("Huyện")
    TOWN = "thi_xa", _("Thị xã")
    CITY = "thanh_pho", _("Thành phố thuộc tỉnh")
    WARD = "phuong", _("Phường")
    COMMUNE = "xa", _("Xã")
    TOWNSHIP = "thi_tran", _("Thị trấn")
    SPECIAL_ZONE = "dac_khu", _("Đặc khu")
    VILLAGE = "thon", _("Thôn, tổ dân phố")


class System(models.Model):
    """A system of bodies: the Front, the Party, the State, the Women's Union… Nothing crosses it without a grant."""

    code = models.SlugField(unique=True)
    name = models.JSONField(help_text="label per language")

    def __str__(self) -> str:
        return self.code


class Tree(models.Model):
    """A hierarchy that rows of edges make up: several exist side by side."""

    code = models.SlugField(unique=True)
    name = models.JSONField(help_text="label per language")
    # Another one whenever what is derived from the edges has changed: what was read under a stamp may be kept.
    stamp = models.UUIDField(default=uuid7, editable=False)

    def __str__(self) -> str:
        return self.code


class Area(models.Model):
    """A piece of the country through all its names and codes."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    level = models.CharField(max_length=10, choices=Level)
    sample = models.BooleanField(default=False, help_text="invented, not from a public list")

    def __str__(self) -> str:
        return f"{self.level} {self.uid}"


class AreaVersion(Dated):
    """What an area was called, of which kind it was and under which official code, from a date to a date."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="versions")
    code = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=120)
    full_name = models.CharField(max_length=160)
    kind = models.CharField(max_length=16, choices=AreaKind)
    search_key = models.CharField(max_length=160)
    sort_key = models.BinaryField()

    class Meta(Dated.Meta):
        indexes = [
            models.Index(fields=["area", "valid_from"], name="registry_area_version_area"),
            models.Index(fields=["code"], name="registry_area_version_code"),
            models.Index(fields=["search_key"], name="registry_area_version_search"),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.code})"


class AreaEdge(Dated):
    """An area lies within another in a tree, from a date to a date."""

    tree = models.ForeignKey(Tree, models.PROTECT, related_name="+")
    child = models.ForeignKey(Area, models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Area, models.CASCADE, related_name="children")

    class Meta(Dated.Meta):
        indexes = [
            models.Index(fields=["child", "tree", "valid_from"], name="registry_area_edge_child"),
            models.Index(fields=["parent", "tree", "valid_from"], name="registry_area_edge_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} < {self.parent_id}"


class SuccessionKind(models.TextChoices):
    """How one area followed another."""

    MERGED = "merged", _("Sáp nhập")
    SPLIT = "split", _("Chia tách")
    RENAMED = "renamed", _("Đổi tên")
    RETYPED = "retyped", _("Đổi loại đơn vị")
    SPECIAL_ZONE = "district_to_special_zone", _("Huyện đảo thành đặc khu")
    ABOLISHED = "abolished", _("Kết thúc hoạt động")


class Succession(models.Model):
    """One thing, or a part of it, went into another on a day.

    ``share``: which part of the predecessor went there, from 0 to 1; None where no source says so. It is never guessed.
    """

    on = models.DateField()
    kind = models.CharField(max_length=24, choices=SuccessionKind)
    whole = models.BooleanField(help_text="the whole predecessor went, not a part of it")
    default = models.BooleanField(help_text="the one successor to name when one answer must be given")
    share = models.DecimalField(max_digits=12, decimal_places=10, null=True)
    share_key = models.CharField(
        max_length=40, blank=True, help_text="what the share is of, such as population"
    )

    class Meta:
        abstract = True


class AreaSuccession(Succession):
    """An area, or a part of it, went into another on a day."""

    predecessor = models.ForeignKey(Area, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Area, models.CASCADE, related_name="precessions")

    class Meta(Succession.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"], name="registry_succession_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"


class AreaAlias(models.Model):
    """Another spelling under which people look for an area."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=160)
    search_key = models.CharField(max_length=160, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "text"], name="registry_alias_once")]

    def __str__(self) -> str:
        return self.text


class Organisation(models.Model):
    """A body of a system at a level."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    system = models.ForeignKey(System, models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Level)

    def __str__(self) -> str:
        return f"{self.level} {self.uid}"


class OrganisationVersion(Dated):
    """What a body was called, and which area it served, from a date to a date."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="versions")
    area = models.ForeignKey(Area, models.PROTECT, related_name="organisation_versions")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=160, help_text="as it stands in tables, mostly the area's name")
    search_key = models.CharField(max_length=160)
    sort_key = models.BinaryField()

    class Meta(Dated.Meta):
        indexes = [
            models.Index(fields=["organisation", "valid_from"], name="registry_org_version_org"),
            models.Index(fields=["area"], name="registry_org_version_area"),
            models.Index(fields=["search_key"], name="registry_org_version_search"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationSuccession(Succession):
    """A body went into another on a day, whole or in part: what it reported before counts there as far as is known."""

    predecessor = models.ForeignKey(Organisation, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Organisation, models.CASCADE, related_name="precessions")

    class Meta(Succession.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"], name="registry_body_succession_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"


class OrganisationEdge(Dated):
    """A body stands below another in a tree, from a date to a date. A root has an edge without a parent."""

    tree = models.ForeignKey(Tree, models.PROTECT, related_name="+", db_index=False)
    child = models.ForeignKey(Organisation, models.CASCADE, related_name="parents", db_index=False)
    parent = models.ForeignKey(
        Organisation, models.CASCADE, related_name="children", null=True, db_index=False
    )

    class Meta(Dated.Meta):
        # Each holds all of a row: a whole tree is compared with itself on another day without reading the table. None
        # begins with the tree: before rows are counted SQLite would take it where a parent is asked for.
        indexes = [
            models.Index(
                fields=["child", "tree", "valid_from", "valid_to", "parent"], name="registry_org_edge_child"
            ),
            models.Index(
                fields=["parent", "tree", "valid_from", "valid_to", "child"], name="registry_org_edge_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} < {self.parent_id}"


class Closure(models.Model):
    """Derived from the edges: a body stands somewhere below another (or is itself, depth 0) from a date to a date.

    Rows are only ever made from the edges, whose keys are checked, and read through the indexes. A depth from
    rules.ESTATE on says that a closed body is in the estate of its heir, and so of all above the heir: rights reach it
    there, but it does not stand there.
    """

    tree = models.ForeignKey(Tree, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    ancestor = models.ForeignKey(
        Organisation, models.CASCADE, related_name="below", db_constraint=False, db_index=False
    )
    descendant = models.ForeignKey(
        Organisation, models.CASCADE, related_name="above", db_constraint=False, db_index=False
    )
    system = models.ForeignKey(
        System,
        models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="of the descendant",
    )
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        indexes = [
            models.Index(
                fields=["ancestor", "tree", "depth", "valid_from", "valid_to", "descendant"],
                name="registry_closure_down",
            ),
            models.Index(
                fields=["descendant", "tree", "valid_from", "valid_to", "ancestor", "depth"],
                name="registry_closure_up",
            ),
            models.Index(
                fields=["tree", "descendant", "depth"],
                condition=models.Q(depth__gte=ESTATE),
                name="registry_closure_estate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.descendant_id} <{self.depth} {self.ancestor_id}"


class ChildCount(models.Model):
    """Derived from the edges: how many bodies stand directly below another, from a date to a date."""

    tree = models.ForeignKey(Tree, models.CASCADE, related_name="+")
    parent = models.ForeignKey(Organisation, models.CASCADE, related_name="child_counts")
    count = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        indexes = [
            models.Index(
                fields=["parent", "tree", "valid_from", "valid_to", "count"], name="registry_child_count"
            )
        ]

    def __str__(self) -> str:
        return f"{self.parent_id}: {self.count}"


class Official(models.Model):
    """A person as far as their work needs it: a name and how to reach them at work. Nothing else is kept."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    search_key = models.CharField(max_length=120, db_index=True)
    sort_key = models.BinaryField()
    work_phone = models.CharField(max_length=20, blank=True)
    work_email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class Post(Dated):
    """An official holds a post at a body, from a date to a date."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    official = models.ForeignKey(Official, models.CASCADE, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["organisation", "valid_from"], name="registry_post_organisation")]

    def __str__(self) -> str:
        return self.title
