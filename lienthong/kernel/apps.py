"""The kernel as Django knows it."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "lienthong.kernel"
