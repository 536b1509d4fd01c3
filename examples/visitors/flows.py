"""The states of a visit."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.flow import START, Flow, State, Step

from .permissions import WRITE

VISIT = Flow(
    kind="visit",
    label=_("Lượt khách này"),
    tree="front",
    states=(State("expected", _("Sắp đến")), State("received", _("Đã tiếp"), ends=True)),
    steps=(
        Step("expect", _("Ghi lượt khách"), (START,), "expected", who=WRITE, verb="visit.expected"),
        Step("receive", _("Đã tiếp xong"), ("expected",), "received", who=WRITE, verb="visit.received"),
    ),
)
