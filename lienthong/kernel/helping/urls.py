"""Addresses of the hints."""

from django.urls import path

from . import views

app_name = "helping"

urlpatterns = [
    path("hien-lai/", views.show_again, name="show_again"),
    path("<slug:code>/da-xem/", views.dismiss, name="dismiss"),
]
