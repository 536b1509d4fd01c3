"""Addresses of the room."""

from django.urls import path, re_path

from . import views

app_name = "feedback"
urlpatterns = [
    path("phan-anh/viec/", views.matters, name="matters"),
    path("phan-anh/viec/<uuid:uid>/", views.matter, name="matter"),
    # public
    path("phan-anh/da-tra-loi/", views.answered, name="answered"),
    path("phan-anh/da-tra-loi/<uuid:uid>/", views.answer, name="answer"),
    path("phan-anh/so-lieu/", views.figures, name="figures"),
    path("phan-anh/so-lieu/noi-chua-co-phan-anh/", views.silence, name="silence"),
    path("phan-anh/du-lieu-mo/", views.open_data, name="open_data"),
    re_path(
        r"^phan-anh/du-lieu-mo/(?P<name>answers|counts)\.(?P<form>csv|jsonl)$",
        views.open_data_file,
        name="open_data_file",
    ),
    path("open311/v2/discovery.<str:form>", views.open311_discovery, name="open311_discovery"),
    path("open311/v2/services.<str:form>", views.open311_services, name="open311_services"),
    path("open311/v2/services/<str:code>.<str:form>", views.open311_service, name="open311_service"),
    path("open311/v2/requests.<str:form>", views.open311_requests, name="open311_requests"),
    path("open311/v2/requests/<str:uid>.<str:form>", views.open311_request, name="open311_request"),
    path("open311/v2/tokens/<str:token>.<str:form>", views.open311_token, name="open311_token"),
]
