"""Addresses of the room."""

from django.urls import path, re_path

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
    # public
    path("phan-anh/da-tra-loi/", views.answered, name="answered"),
    path("phan-anh/da-tra-loi/<uuid:uid>/", views.published, name="published"),
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
