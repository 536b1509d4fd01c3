"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "feedback"
urlpatterns = [
    path("phan-anh/viec/", views.matters, name="matters"),
    path("phan-anh/viec/<uuid:uid>/", views.matter, name="matter"),
    # route
    path("phan-anh/viec/<uuid:uid>/xong/", views.after, name="after"),
    path("phan-anh/viec/<uuid:uid>/buoc/<slug:name>/", views.doing, name="doing"),
    path("phan-anh/viec/<uuid:uid>/lien-he/", views.contact, name="contact"),
    path("phan-anh/viec/<uuid:uid>/phoi-hop/<uuid:share>/rut/", views.drop_share, name="drop_share"),
    path("phan-anh/da-chuyen/", views.sent, name="sent"),
    path("phan-anh/cap-duoi/", views.loads, name="loads"),
    path("phan-anh/cap-duoi/qua-han/", views.late_below, name="late_below"),
    path("phan-anh/quy-tac/", views.rules, name="rules"),
    path("phan-anh/quy-tac/them/", views.new_rule, name="new_rule"),
    path("phan-anh/quy-tac/<int:number>/ket-thuc/", views.end_rule, name="end_rule"),
]
