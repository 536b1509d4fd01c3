"""Addresses of the demonstration."""

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("style/", views.style, name="style"),
    path("style/<slug:name>/", views.style_page, name="style_page"),
]
