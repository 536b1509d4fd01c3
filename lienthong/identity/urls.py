"""Addresses of identity."""

from django.urls import path

from .views import accounts, audit, doors, own, tokens

app_name = "identity"
urlpatterns = [
    path("dang-nhap/", doors.sign_in, name="sign_in"),
    path("dung-thu/", doors.sign_in_demo, name="sign_in_demo"),
    path("dang-xuat/", doors.sign_out, name="sign_out"),
    path("tai-khoan/", own.account, name="account"),
    path("tai-khoan/mat-khau/", own.change_password, name="change_password"),
    path("tai-khoan/vi-tri/", own.switch_post, name="switch_post"),
    path("tai-khoan/thoat-moi-noi/", own.sign_out_everywhere, name="sign_out_everywhere"),
    path("tai-khoan/khoa/", tokens.own_tokens, name="tokens"),
    path("tai-khoan/khoa/moi/", tokens.new_token, name="new_token"),
    path("tai-khoan/khoa/<uuid:uid>/thu-hoi/", tokens.revoke_token, name="revoke_token"),
    path("quan-tri/khoa/", tokens.tokens_looked_after, name="tokens_looked_after"),
    path("quan-tri/tai-khoan/", accounts.accounts, name="accounts"),
    path("quan-tri/tai-khoan/moi/", accounts.account_place, name="account_place"),
    path("quan-tri/tai-khoan/moi/<uuid:unit>/", accounts.new_account, name="new_account"),
    path("quan-tri/tai-khoan/<uuid:uid>/", accounts.account, name="account_of"),
    path("quan-tri/tai-khoan/<uuid:uid>/mat-khau/", accounts.set_password, name="set_password"),
    path("quan-tri/tai-khoan/<uuid:uid>/khoa/", accounts.disable_account, name="disable_account"),
    path("quan-tri/tai-khoan/<uuid:uid>/mo/", accounts.enable_account, name="enable_account"),
    path("quan-tri/tai-khoan/<uuid:uid>/quyen/", accounts.grant_place, name="grant_place"),
    path("quan-tri/tai-khoan/<uuid:uid>/quyen/<uuid:unit>/", accounts.new_grant, name="new_grant"),
    path("quan-tri/quyen/<uuid:uid>/ket-thuc/", accounts.end_grant, name="end_grant"),
    path("nhat-ky/", audit.entries, name="audit"),
]
