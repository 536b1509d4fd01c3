"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "feedback"
urlpatterns = [
    path("phan-anh/viec/", views.matters, name="matters"),
    path("phan-anh/viec/<uuid:uid>/", views.matter, name="matter"),
    # part send
    path("phan-anh/", views.send, name="send"),
    path("phan-anh/thon/<uuid:village>/", views.send_from, name="send_from"),
    path("phan-anh/dia-ban/", views.place, name="place"),
    path("phan-anh/tra-cuu/", views.track, name="track"),
    path("phan-anh/giu-lai.js", views.worker, name="worker"),
    path("phan-anh/viec/ghi-ho/", views.behalf, name="behalf"),
    path("phan-anh/viec/ma-qr/", views.qr_codes, name="qr_codes"),
    path("phan-anh/viec/thu/", views.mails, name="mails"),
    path("phan-anh/viec/thu/<uuid:uid>/", views.mail, name="mail"),
]
