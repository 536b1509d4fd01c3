"""The room as Django knows it."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "lienthong.registry"
