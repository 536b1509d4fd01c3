"""Addresses of reports."""

from django.urls import include, path

from . import views

app_name = "reports"

_unit = [
    path("", views.overview, name="overview"),
    path("so-lieu/", views.figures, name="figures"),
    path("toan-bo-thon/", views.villages, name="villages"),
    path("chi-tieu/<slug:code>/", views.cells, name="cells"),
    path("con-thieu/", views.owed, name="owed"),
    path("khoa/", views.lock, name="lock"),
    path("nhap/", views.entry, name="entry"),
    path("bang/", views.sheet, name="sheet"),
    path("bang/du-lieu/", views.sheet_data, name="sheet_data"),
    path("o/<slug:code>/", views.cell, name="cell"),
    path("nhac/", views.remind, name="remind"),
    path("duyet/", views.review, name="review"),
    path("phieu/", views.report, name="return"),
    path("phieu/buoc/", views.step, name="step"),
]

urlpatterns = [
    path("bao-cao/", views.series_list, name="series"),
    path("bao-cao/<slug:series>/<str:period>/<uuid:uid>/", include(_unit)),
]
