"""Addresses of the history of rows."""

from django.urls import path

from . import views

app_name = "history"

urlpatterns = [path("<slug:kind>/<uuid:uid>/lich-su/", views.history, name="history")]
