"""Addresses of forms."""

from django.urls import path

from . import views

app_name = "forms"
urlpatterns = [
    path("bieu-mau/", views.forms, name="forms"),
    path("bieu-mau/<uuid:uid>/", views.version, name="version"),
]
