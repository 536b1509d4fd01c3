"""The rows that this room lends to what every room shares: matters."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.subjects import About, subject_over
from lienthong.registry.queries import stream_of

from .models import Answer, Consolidation, DataRequest, Matter, Proposal, Review
from .permissions import ANSWER, CONSOLIDATE, RECEIVE
from .queries import (
    address_of,
    address_of_consolidation,
    answers_for,
    data_request_address,
    data_requests_for,
    matters_for,
    own_consolidations_for,
    proposal_address,
    proposals_for,
    reviews_for,
)
from .queries.answers import address_of_answer
from .queries.reviews import address_of_review


def _about(matter: Matter) -> About:
    return About(
        matter.uid,
        matter.category.label,
        address_of(matter),
        matter.organisation_id,
        stream_of(matter.organisation),
    )


MATTER = subject_over("matter", _("Phản ánh của dân"), matters_for, _about, adds=RECEIVE)


def _about_answer(answer: Answer) -> About:
    matter = answer.matter
    title = matter.category.label
    return About(
        answer.uid, title, address_of_answer(answer), matter.organisation_id, stream_of(matter.organisation)
    )


def _about_review(review: Review) -> About:
    rating = review.rating
    return About(
        review.uid,
        rating.category.label,
        address_of_review(review),
        review.organisation_id,
        stream_of(rating.organisation),
    )


ANSWER_SUBJECT = subject_over(
    "answer",
    _("Câu trả lời phản ánh"),
    answers_for,
    _about_answer,
    adds=replace(ANSWER, on="matter.organisation_id"),
)
REVIEW_SUBJECT = subject_over("review", _("Xem lại câu trả lời"), reviews_for, _about_review)


def _about_proposal(row: Proposal) -> About:
    title = row.title or row.matter.category.label
    return About(row.uid, title, proposal_address(row), row.organisation_id, stream_of(row.organisation))


def _about_request(row: DataRequest) -> About:
    return About(
        row.uid,
        str(row.get_wish_display()),
        data_request_address(row),
        row.organisation_id,
        stream_of(row.organisation),
    )


PROPOSAL = subject_over("proposal", _("Đề xuất"), proposals_for, _about_proposal)
DATA_REQUEST = subject_over("data_request", _("Yêu cầu về dữ liệu"), data_requests_for, _about_request)


def _about_consolidation(row: Consolidation) -> About:
    return About(
        row.uid, row.title, address_of_consolidation(row), row.organisation_id, stream_of(row.organisation)
    )


CONSOLIDATION = subject_over(
    "consolidation", _("Báo cáo tổng hợp"), own_consolidations_for, _about_consolidation, adds=CONSOLIDATE
)
