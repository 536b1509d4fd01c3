"""What the doors by which matters come in share: the place as it is chosen, photos as they are sent, the letter, the receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import clock, files
from lienthong.kernel.errors import Refusal
from lienthong.kernel.files import FileType, Ready
from lienthong.kernel.languages import label_of
from lienthong.kernel.qr import drawn
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms.sending import CLASSES, SendForm
from ..messages import KINDS, intake_changed
from ..rules import codes
from ..rules.arriving import MOST, personal_in
from ..rules.emergency import numbers_on


def as_uid(text: str | None) -> UUID | None:
    """Return the public id that a field holds, None for anything else."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def chosen_in(request: Request) -> queries.Chosen:
    """Return how far the place has been chosen by what was posted; a press on a button of the place counts first."""
    words, do = request.POST, request.POST.get("do", "")
    sought = " ".join(words.get("sought", "").split())[:200]
    if do == "find" and sought:
        return queries.sought_place(request.actor, sought)
    if do == "elsewhere":
        return queries.chosen_place(request.actor)
    place = as_uid(words.get("commune")) or as_uid(words.get("picked"))
    if do == "province":
        place = None
    village, province = as_uid(words.get("village")), as_uid(words.get("province"))
    return queries.chosen_place(request.actor, place=place, village=village, province=province)


def place_id(place: queries.Chosen) -> UUID:
    """Return the commune that was chosen; WrongData where there is none."""
    if place.commune is None:
        raise queries.no_place()
    return place.commune.uid


def photos_in(request: HttpRequest, types: tuple[FileType, ...]) -> tuple[list[Ready], list[str]]:
    """Return the photos that were sent, now or before, written anew; and a sentence for each that is not taken."""
    kept = [files.find_prepared(ticket) for ticket in request.POST.getlist("ticket")[: services.MOST_PHOTOS]]
    photos = [photo for photo in kept if photo is not None]
    faults = [_("Một ảnh gửi trước đó không còn. Hãy chọn lại ảnh.")] if len(photos) < len(kept) else []
    for sent in request.FILES.getlist("photos"):
        if len(photos) >= services.MOST_PHOTOS:
            faults.append(
                _("Chỉ nhận tối đa %(most)d ảnh. Ảnh thừa chưa được nhận.") % {"most": services.MOST_PHOTOS}
            )
            break
        try:
            photos.append(files.prepare(sent.name or "", sent.read(), types))
        except Refusal as refusal:
            faults.append(f"{sent.name}: {refusal.sentence}")
    return photos, faults


def letter_in(form: SendForm, place: queries.Chosen) -> services.Letter:
    """Return the letter that a valid form and a chosen place make; WrongData where no body takes it."""
    words = form.cleaned_data
    category = queries.get_category(words["category"], clock.today())
    if place.commune is None:
        raise queries.no_place()
    receiver = queries.receiver_of(
        place.commune.id,
        clock.today(),
        category=category,
        matter_class=words["matter_class"],
        village=place.village.id if place.village else None,
        about_here=words["about_here"],
        asked=words["asked"],
    )
    return services.Letter(
        key=words["key"],
        category=category,
        area=place.commune.id,
        village=place.village.id if place.village else None,
        text=words["text"],
        organisation=receiver.unit.id,
        about=receiver.about,
        contact=form.contact,
        matter_class=words["matter_class"],
        channel=words["channel"],
        place=words["place"],
        consents=words["consents"],
    )


def new_form(kind: type[SendForm], request: Request, **words: Any) -> SendForm:
    """Return a form that shows what was typed so far, without finding fault with it."""
    typed = {name: request.POST[name] for name in request.POST if name in kind.base_fields}
    return kind(initial={"key": uuid4(), "matter_class": CLASSES[0], **words, **typed})


def page(
    request: Request, name: str, form: SendForm, place: queries.Chosen, *, status: int = 200, **words: Any
) -> HttpResponse:
    """Show a page on which a matter is written, with whatever was said so far."""
    about = str(form["category"].value() or "")
    context = {
        "form": form,
        "place": place,
        "tab": "send",
        "categories": queries.categories_on(clock.today()),
        "classes": [(one.value, one.label, queries.CLASS_WORDS[one]) for one in CLASSES],
        "alike": queries.answered_for(about, place) if about and place.commune else [],
        "emergency": [
            {"number": one.number, "label": label_of(one.name)} for one in numbers_on(clock.today())
        ],
        "most": MOST,
        "tickets": [],
        "action": request.path,
        **words,
    }
    return render(request, name, context, status=status)


def found_in(form: SendForm) -> list[tuple[object, str]]:
    """Return what in a valid form's text seems to lead to somebody, in words; nothing where its sender has seen that."""
    if form.data.get("seen"):
        return []
    return [(KINDS[kind], words) for kind, words in personal_in(form.cleaned_data["text"])]


def changed_in(form: SendForm) -> list[str]:
    """Return what was put right in a text."""
    return intake_changed(form.taken) if hasattr(form, "taken") and not form.taken.refused else []


def receipt_page(
    request: Request, receipt: services.Receipt, *, changed: list[str] | None = None, on_behalf: bool = False
) -> HttpResponse:
    """Show a receipt. Code and PIN are on this page and nowhere else."""
    shown = codes.shown(receipt.code) if receipt.code else ""
    address = f"{settings.SITE_URL}{reverse('feedback:track')}"
    promise = receipt.promise
    words = {
        "receipt": receipt,
        "code": shown,
        "address": address,
        "drawing": drawn(f"{address}#{shown}", _("Mã QR để theo dõi phản ánh")) if shown else "",
        "due": receipt.due,
        "limit": promise.limit if promise else None,
        "sure": promise.sure if promise else False,
        "holder": queries.name_of_body(receipt.matter.organisation_id),
        "changed": changed or [],
        "on_behalf": on_behalf,
        "tab": "",
    }
    return render(request, "feedback/receipt.html", words)
