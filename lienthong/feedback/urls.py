"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "feedback"
urlpatterns = [
    path("phan-anh/viec/", views.matters, name="matters"),
    path("phan-anh/viec/<uuid:uid>/", views.matter, name="matter"),
    # part lanes
    path("phan-anh/khieu-nai/", views.complaint, name="complaint"),
    path("phan-anh/khieu-nai/mau-don/", views.blank_complaint, name="blank_complaint"),
    path("phan-anh/to-cao/", views.denunciation, name="denunciation"),
    path("phan-anh/to-cao/mau-don/", views.blank_denunciation, name="blank_denunciation"),
    path("phan-anh/quyen-rieng-tu/", views.privacy, name="privacy"),
    path("phan-anh/du-lieu-cua-toi/", views.own_data, name="own_data"),
    path("phan-anh/viec/du-lieu/", views.data_requests, name="data_requests"),
    path("phan-anh/viec/du-lieu/<uuid:uid>/", views.data_request, name="data_request"),
    path("phan-anh/viec/de-xuat/", views.proposals, name="proposals"),
    path("phan-anh/viec/de-xuat/<uuid:uid>/", views.proposal, name="proposal"),
    path("phan-anh/viec/<uuid:uid>/mo-de-xuat/", views.open_proposal, name="open_proposal"),
    path("phan-anh/viec/tham-dinh/", views.judgings, name="judgings"),
    path("phan-anh/viec/tham-dinh/<uuid:uid>/", views.judging, name="judging"),
    path("phan-anh/viec/cu-tri/", views.meetings, name="meetings"),
    path("phan-anh/viec/cu-tri/moi/", views.new_meeting, name="new_meeting"),
    path("phan-anh/viec/cu-tri/<uuid:uid>/", views.meeting, name="meeting"),
    path("phan-anh/viec/so/", views.register, name="register"),
    path("phan-anh/viec/giay/", views.slips, name="slips"),
    path("phan-anh/viec/<uuid:uid>/giay/", views.slip, name="slip"),
    path("phan-anh/viec/luu-giu/", views.going, name="going"),
    path("phan-anh/viec/luu-giu/da-xoa/", views.tombstones, name="tombstones"),
]
