"""Addresses of the registry."""

from django.urls import path

from . import views

app_name = "registry"
urlpatterns = [
    path("don-vi/", views.search, name="search"),
    path("don-vi/<uuid:uid>/", views.area, name="area"),
    path("tra-cuu-dia-chi/", views.resolve, name="resolve"),
    path("tra-cuu-dia-chi/tep/", views.resolve_list, name="resolve_list"),
    path("to-chuc/<uuid:uid>/can-bo/", views.appoint, name="appoint"),
    path("chuc-vu/<uuid:uid>/ket-thuc/", views.end_post, name="end_post"),
]
