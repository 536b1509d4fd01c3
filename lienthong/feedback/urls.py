"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "feedback"
urlpatterns = [
    path("phan-anh/viec/", views.matters, name="matters"),
    path("phan-anh/viec/<uuid:uid>/", views.matter, name="matter"),
    # voices
    path("phan-anh/viec/trung-lap/", views.campaigns, name="campaigns"),
    path("phan-anh/viec/nguyen-nhan/", views.causes, name="causes"),
    path("phan-anh/viec/xu-huong/", views.trends, name="trends"),
    path("phan-anh/viec/<uuid:uid>/giong/", views.alike, name="alike"),
    path("phan-anh/viec/<uuid:uid>/gop-het/", views.link_all, name="link_all"),
    path("phan-anh/viec/<uuid:uid>/tach/", views.unlink, name="unlink"),
    path("phan-anh/viec/<uuid:uid>/nguyen-nhan/", views.cause, name="cause"),
    path("phan-anh/tong-hop/", views.consolidations, name="consolidations"),
    path("phan-anh/tong-hop/moi/", views.new_consolidation, name="new_consolidation"),
    path("phan-anh/tong-hop/<uuid:uid>/", views.consolidation, name="consolidation"),
    path("phan-anh/tong-hop/<uuid:uid>/buoc/", views.step_consolidation, name="step_consolidation"),
    path("phan-anh/tong-hop/<uuid:uid>/cap-duoi/", views.take_in, name="take_in"),
    path("phan-anh/tong-hop/<uuid:uid>/chuong/", views.chapter, name="chapter"),
    path("phan-anh/tong-hop/<uuid:uid>/<uuid:topic>/", views.topic, name="topic"),
    path("phan-anh/tong-hop/<uuid:uid>/<uuid:topic>/sua/", views.change_topic, name="change_topic"),
    path("phan-anh/tong-hop/<uuid:uid>/<uuid:topic>/chuyen/", views.move_items, name="move_items"),
    path("phan-anh/tong-hop/<uuid:uid>/<uuid:topic>/cau/", views.write_sentence, name="write_sentence"),
    path("phan-anh/tong-hop/<uuid:uid>/<uuid:topic>/tra-loi/", views.reply, name="reply"),
]
