"""Addresses of data that is taken away."""

from django.urls import path

from . import views

app_name = "giving"

urlpatterns = [path("<uuid:uid>/du-lieu/", views.unit, name="unit")]
