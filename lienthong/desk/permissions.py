"""Who may look after what the desk keeps for every room."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permission import Permission

MANAGE_DELIVERIES = Permission("desk.manage_deliveries", _("Trông coi tin gửi"), on="account.organisation_id")
