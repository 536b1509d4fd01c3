"""Addresses of analysis."""

from django.urls import path

from . import views

app_name = "analysis"

urlpatterns = [
    path("phan-tich/", views.start, name="start"),
    path("phan-tich/<slug:series>/<int:year>/<uuid:uid>/", views.year, name="year"),
]
