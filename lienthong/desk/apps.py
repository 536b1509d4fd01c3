"""The room of what every room shares, as Django knows it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "lienthong.desk"
