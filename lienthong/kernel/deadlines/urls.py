"""Addresses of the working calendar and the catalogue of limits."""

from django.urls import path

from . import views

app_name = "deadlines"

urlpatterns = [
    path("lich/", views.calendar, name="calendar"),
    path("lich/ghi/", views.set_day, name="set_day"),
    path("lich/<str:day>/bo/", views.remove_day, name="remove_day"),
    path("thoi-han/", views.limits, name="limits"),
]
