"""The room as Django knows it."""

from django.apps import AppConfig


class VisitorsConfig(AppConfig):
    name = "examples.visitors"
