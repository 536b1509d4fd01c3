"""Addresses of restructurings."""

from django.urls import path

from .views import acts, cases, checking, plans, rehearsing, steps

app_name = "restructuring"

urlpatterns = [
    path("sap-xep/", plans.plans, name="plans"),
    path("sap-xep/moi/", plans.new, name="new"),
    path("sap-xep/<uuid:uid>/", plans.plan, name="plan"),
    path("sap-xep/<uuid:uid>/sua/", plans.change, name="change"),
    path("sap-xep/<uuid:uid>/buoc/", steps.steps, name="steps"),
    path("sap-xep/<uuid:uid>/buoc/them/", steps.add, name="add_step"),
    path("sap-xep/<uuid:uid>/buoc/tu-tep/", steps.table, name="table"),
    path("sap-xep/<uuid:uid>/buoc/tu-tep/mau/", steps.template, name="template"),
    path("sap-xep/<uuid:uid>/buoc/tu-tep/ghi/", steps.confirm, name="confirm_table"),
    path("sap-xep/<uuid:uid>/buoc/<int:position>/", steps.step, name="step"),
    path("sap-xep/<uuid:uid>/buoc/<int:position>/bo/", steps.remove, name="remove_step"),
    path("sap-xep/<uuid:uid>/kiem-tra/", checking.findings, name="findings"),
    path("sap-xep/<uuid:uid>/so-sanh/", checking.comparison, name="comparison"),
    path("sap-xep/<uuid:uid>/dien-tap/", rehearsing.rehearsal, name="rehearsal"),
    path("sap-xep/<uuid:uid>/don-vi/<uuid:unit>/", rehearsing.unit, name="unit"),
    path("sap-xep/<uuid:uid>/quyet-dinh/", cases.cases, name="cases"),
    path("sap-xep/<uuid:uid>/kiem-tra-xong/", acts.check, name="check"),
    path("sap-xep/<uuid:uid>/phe-duyet/", acts.approve, name="approve"),
    path("sap-xep/<uuid:uid>/mo-lai/", acts.reopen, name="reopen"),
    path("sap-xep/<uuid:uid>/xoa/", acts.discard, name="discard"),
    path("sap-xep/<uuid:uid>/dien-tap-lai/", acts.rehearse, name="rehearse"),
    path("sap-xep/<uuid:uid>/thuc-hien/", acts.carry_out, name="carry_out"),
    path("sap-xep/<uuid:uid>/hoan-tac/", acts.undo, name="undo"),
]
