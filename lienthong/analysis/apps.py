"""The room as Django knows it."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "lienthong.analysis"
