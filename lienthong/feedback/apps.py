"""The room of feedback, as Django knows it."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "lienthong.feedback"
