"""The configuration as Django knows it: it holds the commands that join the rooms."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "lienthong.config"
