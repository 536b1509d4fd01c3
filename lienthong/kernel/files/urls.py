"""Addresses of files."""

from django.urls import path

from . import receiving, views

app_name = "files"

urlpatterns = [
    path("ve/<slug:kind>/<uuid:uid>/tep/", views.files, name="files"),
    path("ve/<slug:kind>/<uuid:uid>/tep/gui/", receiving.begin, name="begin"),
    path("tep/gui/<uuid:uid>/", receiving.upload, name="upload"),
    path("tep/<uuid:uid>/", views.file, name="file"),
    path("tep/<uuid:uid>/xoa/", views.delete, name="delete"),
    path("he-thong/tep/", views.store, name="store"),
    path("he-thong/tep/quet-lai/", views.rescan, name="rescan"),
]
