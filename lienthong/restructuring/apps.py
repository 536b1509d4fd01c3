"""The room of restructurings, as Django knows it."""

from django.apps import AppConfig


class RestructuringConfig(AppConfig):
    name = "lienthong.restructuring"
