"""Addresses of the desk."""

from django.urls import path

from .views import absence, comments, deliveries, handover, notices, rows, work

app_name = "desk"

urlpatterns = [
    path("ve/<slug:kind>/<uuid:uid>/", rows.row, name="row"),
    path("thong-bao/", notices.notices, name="notices"),
    path("thong-bao/da-doc/", notices.read, name="read_notices"),
    path("thong-bao/lua-chon/", notices.choice, name="notice_choice"),
    path("thong-bao/<uuid:uid>/", notices.notice, name="notice"),
    path("he-thong/tin-gui/", deliveries.deliveries, name="deliveries"),
    path("he-thong/tin-gui/gui-thu/", deliveries.test, name="test_delivery"),
    path("he-thong/tin-gui/<uuid:uid>/gui-lai/", deliveries.retry, name="retry_delivery"),
    path("viec-cua-toi/", work.work, name="work"),
    path("viec-cua-toi/lam/", work.do, name="do_work"),
    path("viec-cua-toi/<uuid:uid>/giao/", work.assign, name="assign_work"),
    path("vang-mat/", absence.absences, name="absences"),
    path("vang-mat/<uuid:uid>/ket-thuc/", absence.end_absence, name="end_absence"),
    path("vang-mat/nguoi-khac/", absence.for_another, name="absence_of_another"),
    path("vang-mat/giu-quyen/", absence.acting, name="acting"),
    path("vang-mat/giu-quyen/<uuid:uid>/ket-thuc/", absence.end_acting, name="end_acting"),
    path("ban-giao/", handover.hand_over, name="hand_over"),
    path("ve/<slug:kind>/<uuid:uid>/trao-doi/", comments.comments, name="comments"),
    path("trao-doi/<uuid:uid>/go/", comments.remove, name="remove_comment"),
]
