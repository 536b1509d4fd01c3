"""Addresses of the installation's condition."""

from django.urls import path

from . import views

app_name = "watching"

urlpatterns = [path("tinh-trang/", views.condition, name="condition")]
