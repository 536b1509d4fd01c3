"""Addresses of the visitors' book."""

from django.urls import path

from . import views

app_name = "visitors"

urlpatterns = [
    path("so-khach/", views.visits, name="visits"),
    path("so-khach/<uuid:uid>/", views.visit, name="visit"),
    path("so-khach/<uuid:uid>/da-tiep/", views.receive, name="receive"),
    path("so-khach/cua/<uuid:uid>/them/", views.new, name="new"),
]
