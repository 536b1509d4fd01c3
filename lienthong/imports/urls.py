"""Addresses of imports."""

from django.urls import path

from . import views

app_name = "imports"

urlpatterns = [
    path("nhap-tu-tep/", views.imports, name="imports"),
    path("nhap-tu-tep/moi/<slug:kind>/", views.new, name="new"),
    path("nhap-tu-tep/moi/<slug:kind>/mau/", views.template, name="template"),
    path("nhap-tu-tep/<uuid:uid>/", views.detail, name="import"),
    path("nhap-tu-tep/<uuid:uid>/dong-sai/", views.faults, name="faults"),
    path("nhap-tu-tep/<uuid:uid>/kiem-tra-lai/", views.again, name="again"),
    path("nhap-tu-tep/<uuid:uid>/ghi/", views.confirm, name="confirm"),
    path("nhap-tu-tep/<uuid:uid>/bo/", views.discard, name="discard"),
    path("nhap-tu-tep/<uuid:uid>/hoan-tac/", views.undo, name="undo"),
]
