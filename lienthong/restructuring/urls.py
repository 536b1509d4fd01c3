"""Addresses of restructurings."""

from django.urls import URLPattern

app_name = "restructuring"

urlpatterns: list[URLPattern] = []
