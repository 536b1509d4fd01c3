"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "feedback"
urlpatterns = [
    path("phan-anh/viec/", views.matters, name="matters"),
    path("phan-anh/viec/<uuid:uid>/", views.matter, name="matter"),
    # part answer
    path("phan-anh/viec/<uuid:uid>/tra-loi/", views.write_answer, name="write_answer"),
    path("phan-anh/viec/<uuid:uid>/tra-loi/xem/", views.answer, name="answer"),
    path("phan-anh/viec/<uuid:uid>/tra-loi/duyet/", views.approve_answer, name="approve_answer"),
    path("phan-anh/viec/<uuid:uid>/tra-loi/tra-lai/", views.send_back_answer, name="send_back_answer"),
    path("phan-anh/viec/<uuid:uid>/tra-loi/cong-bo/", views.release_answer, name="release_answer"),
    path("phan-anh/viec/<uuid:uid>/tra-loi/viet-lai/", views.rewrite_public, name="rewrite_public"),
    path("phan-anh/da-cong-bo/", views.publications, name="publications"),
    path("phan-anh/da-cong-bo/<uuid:uid>/", views.publication, name="publication"),
    path("phan-anh/da-cong-bo/<uuid:uid>/rut/", views.retract_publication, name="retract_publication"),
    path("phan-anh/mau-tra-loi/", views.templates, name="templates"),
    path("phan-anh/mau-tra-loi/moi/", views.template, name="new_template"),
    path("phan-anh/mau-tra-loi/<uuid:uid>/", views.template, name="template"),
    path("phan-anh/mau-tra-loi/<uuid:uid>/ket-thuc/", views.end_template, name="end_template"),
    path("phan-anh/xem-lai/", views.reviews, name="reviews"),
    path("phan-anh/xem-lai/<uuid:uid>/", views.review, name="review"),
    path("phan-anh/danh-gia/", views.rate_by_code, name="rate_by_code"),
    path("phan-anh/danh-gia/<slug:token>/", views.rate, name="rate"),
    path("phan-anh/mo-lai/", views.reopen, name="reopen"),
    path("phan-anh/anh/<uuid:uid>/", views.public_photo, name="public_photo"),
]
