"""The room as Django knows it."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "lienthong.forms"
