"""Addresses of the desk."""

from django.urls import path

from .views import absence, comments, handover, work

app_name = "desk"

urlpatterns = [
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
