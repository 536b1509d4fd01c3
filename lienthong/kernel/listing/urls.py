"""Addresses of saved views."""

from django.urls import path

from . import views

app_name = "listing"

urlpatterns = [
    path("luu/", views.save, name="save"),
    path("<uuid:uid>/ten/", views.rename, name="rename"),
    path("<uuid:uid>/mac-dinh/", views.default, name="default"),
    path("<uuid:uid>/xoa/", views.delete, name="delete"),
]
