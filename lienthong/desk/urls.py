"""Addresses of the desk."""

from django.urls import path

from .views import deliveries, notices, rows

app_name = "desk"

urlpatterns = [
    path("ve/<slug:kind>/<uuid:uid>/", rows.row, name="row"),
    path("thong-bao/", notices.notices, name="notices"),
    path("thong-bao/da-doc/", notices.read, name="read_notices"),
    path("thong-bao/lua-chon/", notices.choice, name="notice_choice"),
    path("thong-bao/<uuid:uid>/", notices.notice, name="notice"),
    path("he-thong/tin-gui/", deliveries.deliveries, name="deliveries"),
    path("he-thong/tin-gui/gui-thu/", deliveries.test, name="test_delivery"),
    path("he-thong/tin-gui/<uuid:uid>/gui-lai/", deliveries.retry, name="retry_delivery"),
]
