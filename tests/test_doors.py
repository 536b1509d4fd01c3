"""The cast at every named door: who may come in. A new address without an answer here fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from examples.visitors.services import expect_visit
from lienthong.desk.models import Notice, WorkItem
from lienthong.desk.notices import JOB_ENDED
from lienthong.desk.queries import Audience
from lienthong.desk.services import tell
from lienthong.feedback import queries as feedback_queries
from lienthong.feedback import services as feedback
from lienthong.feedback.models import Addressee, MatterClass, Wish
from lienthong.feedback.services import RuleFacts, add_rule, gather_topics
from lienthong.feedback.services import moving as feedback_moving
from lienthong.feedback.services.mailing import receive_mail
from lienthong.feedback.tests.answers import drafted, link_to, published, reviewed, templated
from lienthong.feedback.tests.gathered import draft
from lienthong.feedback.tests.published import publish_matter
from lienthong.forms.models import FormVersion
from lienthong.identity.models import Account, Grant
from lienthong.imports.models import ImportKind
from lienthong.imports.services import preview_import
from lienthong.imports.tests.files import OFFICIALS, file_of
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.audit import SYSTEM
from lienthong.kernel.files import add_file
from lienthong.kernel.models import Job
from lienthong.registry.models import Area
from lienthong.registry.services import appoint_official
from lienthong.restructuring.rules.steps import Step, StepKind
from lienthong.restructuring.services import PlanFacts, add_step, draft_plan
from tests.cast import WEEK, Cast
from tests.client import client_of, connection_kept
from tests.matters import letter_to, send_matter
from tests.small_province import CHANGE

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

CAST = ("nga", "lan", "minh", "tung", "ha", "quan", "duc", "hoa", "nobody")
DOOR = 302

# One row a door: the status that each of the cast is answered with, in the order of CAST. 302 for nobody: the door.
DOORS: dict[str, tuple[int, ...]] = {
    "healthz": (200,) * 9,
    # No worker runs in tests, and no token for measurements is set.
    "readyz": (503,) * 9,
    "metrics": (404,) * 9,
    "watching:condition": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "home": (302,) * 9,
    "set_language": (302,) * 9,
    "api": (200,) * 8 + (302,),
    "demo:style": (200,) * 9,
    "demo:style_page": (200,) * 9,
    "forms:forms": (200,) * 8 + (302,),
    "forms:version": (200,) * 8 + (302,),
    "reports:series": (200,) * 8 + (302,),
    "reports:overview": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:figures": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:cells": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:owed": (404, 302, 404, 302, 302, 302, 404, 404, 302),
    "reports:sheet": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:sheet_data": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:cell": (200, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:review": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:return": (200, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:entry": (200, 200, 404, 200, 200, 200, 404, 404, 302),
    # Before anything is copied the page says so, to whoever may see the unit.
    "analysis:start": (302, 302, 302, 302, 302, 302, 200, 200, 302),
    "analysis:year": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "imports:imports": (200,) * 8 + (302,),
    "imports:new": (403, 200, 200, 200, 403, 403, 200, 403, 302),
    "imports:template": (403, 200, 200, 200, 403, 403, 200, 403, 302),
    "imports:import": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    "imports:faults": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    # The return of v1.
    "desk:row": (302, 302, 404, 302, 302, 302, 404, 404, 302),
    "history:history": (200, 200, 404, 200, 200, 200, 404, 404, 302),
    "desk:notices": (200,) * 8 + (302,),
    # Lan's notice.
    "desk:notice": (404, 302, 404, 404, 404, 404, 404, 404, 302),
    "desk:notice_choice": (200,) * 8 + (302,),
    "desk:deliveries": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "desk:work": (200,) * 8 + (302,),
    # Work that waits for Lan at her commune: who approves there may give it to somebody.
    "desk:assign_work": (404, 200, 404, 200, 404, 404, 404, 404, 302),
    "desk:absences": (200,) * 8 + (302,),
    "desk:absence_of_another": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "desk:acting": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "desk:hand_over": (200,) * 8 + (302,),
    # About the return of village v1.
    "desk:comments": (200, 200, 404, 200, 200, 200, 404, 404, 302),
    "registry:search": (200,) * 8 + (302,),
    "registry:resolve": (200,) * 8 + (302,),
    "registry:resolve_list": (405,) * 8 + (302,),
    "registry:area": (200,) * 8 + (302,),
    "registry:appoint": (403, 200, 403, 200, 403, 403, 200, 403, 302),
    "registry:end_post": (404, 200, 404, 200, 403, 404, 200, 404, 302),
    "identity:sign_in": (200,) * 9,
    "identity:sign_in_demo": (200,) * 9,
    "identity:account": (200,) * 8 + (302,),
    "identity:tokens": (200,) * 8 + (302,),
    "identity:new_token": (200,) * 8 + (302,),
    "identity:tokens_looked_after": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "identity:audit": (403, 403, 403, 403, 403, 200, 200, 403, 302),
    "identity:accounts": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "identity:account_place": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "identity:account_of": (404, 404, 404, 404, 404, 404, 200, 404, 302),
    "identity:new_account": (404, 404, 404, 404, 404, 404, 200, 404, 302),
    "identity:grant_place": (404, 404, 404, 404, 404, 404, 200, 404, 302),
    "identity:new_grant": (404, 404, 404, 404, 404, 404, 200, 404, 302),
    "deadlines:calendar": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "deadlines:limits": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "deadlines:set_day": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "search:search": (200,) * 8 + (302,),
    "search:suggest": (200,) * 8 + (302,),
    # A draft of the centre's, with one step.
    "feedback:matters": (403, 200, 200, 200, 200, 403, 403, 403, 302),
    "feedback:matter": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    # part send: public ones, and those of officers.
    "feedback:send": (200,) * 9,
    "feedback:send_from": (200,) * 9,
    "feedback:place": (405,) * 9,
    "feedback:track": (200,) * 9,
    "feedback:worker": (200,) * 9,
    "feedback:behalf": (403, 200, 200, 200, 200, 403, 403, 403, 302),
    "feedback:qr_codes": (403, 200, 200, 200, 200, 403, 403, 403, 302),
    "feedback:mails": (403, 403, 403, 403, 200, 403, 403, 403, 302),
    "feedback:mail": (404, 404, 404, 404, 200, 404, 404, 404, 302),
    # route
    "feedback:after": (302,) * 9,
    "feedback:doing": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    "feedback:contact": (405,) * 8 + (302,),
    "feedback:drop_share": (405,) * 8 + (302,),
    "feedback:sent": (403, 200, 200, 200, 200, 403, 403, 403, 302),
    "feedback:loads": (403, 403, 403, 200, 200, 200, 403, 403, 302),
    "feedback:late_below": (403, 403, 403, 200, 200, 200, 403, 403, 302),
    "feedback:rules": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "feedback:new_rule": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "feedback:end_rule": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    # part answer: an answer that Lan drafted, which nobody above reads; a publication of commune C; a review at province P.
    "feedback:write_answer": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    "feedback:answer": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    "feedback:rewrite_public": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    "feedback:approve_answer": (405,) * 8 + (302,),
    "feedback:send_back_answer": (405,) * 8 + (302,),
    "feedback:release_answer": (405,) * 8 + (302,),
    "feedback:publications": (403, 403, 403, 200, 200, 403, 403, 403, 302),
    "feedback:publication": (403, 403, 403, 200, 200, 403, 403, 403, 302),
    "feedback:retract_publication": (405,) * 8 + (302,),
    "feedback:templates": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "feedback:new_template": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "feedback:template": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "feedback:end_template": (405,) * 8 + (302,),
    "feedback:reviews": (403, 403, 403, 200, 200, 403, 403, 403, 302),
    "feedback:review": (404, 404, 404, 200, 404, 404, 404, 404, 302),
    "feedback:rate": (200,) * 9,
    "feedback:rate_by_code": (200,) * 9,
    "feedback:reopen": (200,) * 9,
    # Of an answer that shows no photo.
    "feedback:public_photo": (404,) * 9,
    # public: what was published and counts; one answer, one file, one category, an unknown id
    "feedback:answered": (200,) * 9,
    "feedback:published": (200,) * 9,
    "feedback:figures": (200,) * 9,
    "feedback:silence": (200,) * 9,
    "feedback:open_data": (200,) * 9,
    "feedback:open_data_file": (200,) * 9,
    "feedback:open311_discovery": (200,) * 9,
    "feedback:open311_services": (400,) * 9,
    "feedback:open311_service": (400,) * 9,
    "feedback:open311_requests": (400,) * 9,
    "feedback:open311_request": (404,) * 9,
    "feedback:open311_token": (404,) * 9,
    # part lanes
    "feedback:complaint": (200,) * 9,
    "feedback:blank_complaint": (200,) * 9,
    "feedback:denunciation": (200,) * 9,
    "feedback:blank_denunciation": (200,) * 9,
    "feedback:privacy": (200,) * 9,
    "feedback:own_data": (200,) * 9,
    "feedback:data_requests": (403, 200, 200, 200, 200, 403, 403, 403, 302),
    "feedback:data_request": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    "feedback:proposals": (403, 200, 200, 200, 200, 403, 403, 403, 302),
    "feedback:proposal": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    "feedback:open_proposal": (405,) * 8 + (302,),
    "feedback:judgings": (403, 403, 403, 200, 200, 403, 403, 403, 302),
    "feedback:judging": (404,) * 8 + (302,),
    "feedback:meetings": (403, 200, 200, 200, 200, 403, 403, 403, 302),
    "feedback:new_meeting": (403, 200, 200, 200, 200, 403, 403, 403, 302),
    "feedback:meeting": (403, 200, 404, 404, 404, 403, 403, 403, 302),
    "feedback:register": (403, 200, 200, 200, 200, 403, 403, 403, 302),
    "feedback:slips": (403, 200, 200, 200, 200, 403, 403, 403, 302),
    "feedback:slip": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    "feedback:going": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "feedback:tombstones": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    # voices
    "feedback:campaigns": (403, 200, 200, 200, 200, 403, 403, 403, 302),
    "feedback:causes": (403, 403, 403, 200, 200, 200, 403, 403, 302),
    "feedback:trends": (403, 403, 403, 200, 200, 200, 403, 403, 302),
    "feedback:alike": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    "feedback:cause": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    "feedback:link_all": (405,) * 8 + (302,),
    "feedback:unlink": (405,) * 8 + (302,),
    "feedback:consolidations": (403, 403, 403, 200, 200, 403, 403, 403, 302),
    "feedback:new_consolidation": (403, 403, 403, 200, 200, 403, 403, 403, 302),
    # A draft of the province's.
    "feedback:consolidation": (404, 404, 404, 200, 404, 404, 404, 404, 302),
    "feedback:chapter": (404, 404, 404, 200, 404, 404, 404, 404, 302),
    "feedback:take_in": (404, 404, 404, 200, 404, 404, 404, 404, 302),
    "feedback:topic": (404, 404, 404, 200, 404, 404, 404, 404, 302),
    "feedback:reply": (404, 404, 404, 200, 404, 404, 404, 404, 302),
    "feedback:step_consolidation": (405,) * 8 + (302,),
    "feedback:change_topic": (405,) * 8 + (302,),
    "feedback:move_items": (405,) * 8 + (302,),
    "feedback:write_sentence": (405,) * 8 + (302,),
    "restructuring:plans": (403, 403, 403, 200, 200, 200, 200, 403, 302),
    "restructuring:new": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "restructuring:plan": (404, 404, 404, 404, 200, 200, 200, 404, 302),
    "restructuring:change": (404, 404, 404, 404, 403, 403, 200, 404, 302),
    "restructuring:steps": (404, 404, 404, 404, 200, 200, 200, 404, 302),
    "restructuring:step": (404, 404, 404, 404, 200, 200, 200, 404, 302),
    "restructuring:add_step": (404, 404, 404, 404, 403, 403, 200, 404, 302),
    "restructuring:table": (404, 404, 404, 404, 403, 403, 200, 404, 302),
    "restructuring:template": (404, 404, 404, 404, 200, 200, 200, 404, 302),
    "restructuring:findings": (404, 404, 404, 404, 200, 200, 200, 404, 302),
    "restructuring:comparison": (404, 404, 404, 404, 200, 200, 200, 404, 302),
    "restructuring:rehearsal": (404, 404, 404, 404, 200, 200, 200, 404, 302),
    "restructuring:cases": (404, 404, 404, 404, 200, 200, 200, 404, 302),
    # What it changes for commune C: a province sees what is planned for its communes.
    "restructuring:unit": (404, 404, 404, 200, 200, 200, 200, 404, 302),
    # The example: a visit at commune C.
    "visitors:visits": (200,) * 8 + (302,),
    "visitors:visit": (404, 200, 404, 200, 404, 404, 404, 404, 302),
    "visitors:new": (403, 200, 403, 403, 403, 403, 403, 403, 302),
    "visitors:receive": (405,) * 8 + (302,),
    "listing:save": (405,) * 8 + (302,),
    "listing:rename": (405,) * 8 + (302,),
    "listing:default": (405,) * 8 + (302,),
    "listing:delete": (405,) * 8 + (302,),
    "jobs:jobs": (200,) * 8 + (302,),
    "jobs:managed": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "jobs:machinery": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    # Lan's job.
    "jobs:job": (404, 200, 404, 404, 404, 404, 404, 404, 302),
    "jobs:managed_job": (404, 404, 404, 404, 404, 404, 200, 404, 302),
    "jobs:file": (404, 404, 404, 404, 404, 404, 404, 404, 302),
    # All data of commune C.
    "giving:unit": (403, 200, 403, 200, 403, 403, 403, 403, 302),
    # Files of the return of v1; the return itself, not its page, says who adds: its head, and who approves it.
    "files:files": (200, 200, 404, 200, 200, 200, 404, 404, 302),
    "files:file": (200, 200, 404, 200, 200, 200, 404, 404, 302),
    "files:delete": (200, 200, 404, 200, 403, 403, 404, 404, 302),
    "files:store": (403, 403, 403, 403, 403, 403, 200, 403, 302),
    "files:begin": (405,) * 8 + (302,),
    "files:upload": (405,) * 8 + (302,),
    "files:rescan": (405,) * 8 + (302,),
    # Doors that only take a posted form.
    "identity:sign_out": (405,) * 9,
    "identity:change_password": (405,) * 8 + (302,),
    "identity:switch_post": (405,) * 8 + (302,),
    "identity:sign_out_everywhere": (405,) * 8 + (302,),
    "identity:set_password": (405,) * 8 + (302,),
    "identity:disable_account": (405,) * 8 + (302,),
    "identity:enable_account": (405,) * 8 + (302,),
    "identity:end_grant": (405,) * 8 + (302,),
    "identity:revoke_token": (405,) * 8 + (302,),
    "jobs:cancel": (405,) * 8 + (302,),
    "jobs:retry": (405,) * 8 + (302,),
    "desk:read_notices": (405,) * 8 + (302,),
    "desk:test_delivery": (405,) * 8 + (302,),
    "desk:retry_delivery": (405,) * 8 + (302,),
    "helping:dismiss": (405,) * 8 + (302,),
    "helping:show_again": (405,) * 8 + (302,),
    "deadlines:remove_day": (405,) * 8 + (302,),
    "desk:do_work": (405,) * 8 + (302,),
    "desk:end_absence": (405,) * 8 + (302,),
    "desk:end_acting": (405,) * 8 + (302,),
    "desk:remove_comment": (405,) * 8 + (302,),
    "imports:again": (405,) * 8 + (302,),
    "imports:confirm": (405,) * 8 + (302,),
    "imports:discard": (405,) * 8 + (302,),
    "imports:undo": (405,) * 8 + (302,),
    "restructuring:confirm_table": (405,) * 8 + (302,),
    "restructuring:remove_step": (405,) * 8 + (302,),
    "restructuring:check": (405,) * 8 + (302,),
    "restructuring:approve": (405,) * 8 + (302,),
    "restructuring:reopen": (405,) * 8 + (302,),
    "restructuring:discard": (405,) * 8 + (302,),
    "restructuring:rehearse": (405,) * 8 + (302,),
    "restructuring:carry_out": (405,) * 8 + (302,),
    "restructuring:undo": (405,) * 8 + (302,),
    "reports:step": (405,) * 8 + (302,),
    "reports:villages": (405,) * 8 + (302,),
    "reports:lock": (405,) * 8 + (302,),
    "reports:remind": (405,) * 8 + (302,),
}
VILLAGE_DOORS = {"reports:return", "reports:entry", "reports:step", "reports:cell"}
CONSOLIDATION_DOORS = ("consolidation", "chapter", "take_in", "step_consolidation")
TOPIC_DOORS = ("topic", "reply", "change_topic", "move_items", "write_sentence")
IMPORT_DOORS = {f"imports:{name}" for name in ("import", "faults", "again", "confirm", "discard", "undo")}
ANSWER_DOORS = (
    "write_answer",
    "answer",
    "rewrite_public",
    "approve_answer",
    "send_back_answer",
    "release_answer",
)
ACCOUNT_DOORS = {
    f"identity:{name}"
    for name in (
        "account_of",
        "set_password",
        "disable_account",
        "enable_account",
        "grant_place",
        "revoke_token",
    )
}


def named(patterns: list[Any], space: str = "") -> Iterator[str]:
    """Yield the full name of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and not space.startswith("api:"):
            yield f"{space}{pattern.name}"


def address(name: str, cast: Cast) -> str:
    """Return an address of each kind: in commune C, in village v1, of Lan's account, of a post at C."""
    commune, lan = cast.province["C"].uid, cast.accounts["lan"].uid
    if name.startswith("reports:") and name != "reports:series":
        body = cast.province["v1" if name in VILLAGE_DOORS else "C"]
        code = ["households"] if name in {"reports:cell", "reports:cells"} else []
        return reverse(name, args=["tuan", WEEK, body.uid, *code])
    words: dict[str, Callable[[], list[Any]]] = {
        "analysis:year": lambda: ["tuan", 2026, commune],
        "demo:style_page": lambda: ["record"],
        "forms:version": lambda: [FormVersion.objects.get().uid],
        "registry:area": lambda: [Area.objects.get(versions__name="C").uid],
        "imports:new": lambda: ["officials"],
        "imports:template": lambda: ["officials"],
        "feedback:matter": lambda: [_matter(cast)],
        "feedback:send_from": lambda: [Area.objects.get(versions__name="v1").uid],
        "feedback:mail": lambda: [_mail(cast)],
        # route
        "feedback:after": lambda: [_matter(cast)],
        "feedback:doing": lambda: [_matter(cast), "tiep-nhan"],
        "feedback:contact": lambda: [_matter(cast)],
        "feedback:drop_share": lambda: [_matter(cast), commune],
        "feedback:end_rule": lambda: [_rule(cast)],
        **{f"feedback:{name}": lambda: [drafted(cast).matter.uid] for name in ANSWER_DOORS},
        "feedback:publication": lambda: [published(cast).uid],
        "feedback:retract_publication": lambda: [published(cast).uid],
        "feedback:template": lambda: [templated(cast).uid],
        "feedback:end_template": lambda: [templated(cast).uid],
        "feedback:review": lambda: [reviewed(cast).uid],
        "feedback:rate": lambda: [link_to(cast)],
        "feedback:public_photo": lambda: [lan],
        # public
        "feedback:published": lambda: [publish_matter(cast).uid],
        "feedback:open_data_file": lambda: ["answers", "csv"],
        "feedback:open311_discovery": lambda: ["xml"],
        "feedback:open311_services": lambda: ["xml"],
        "feedback:open311_service": lambda: ["water", "xml"],
        "feedback:open311_requests": lambda: ["xml"],
        "feedback:open311_request": lambda: ["123456", "xml"],
        "feedback:open311_token": lambda: ["123456", "xml"],
        # part lanes
        "feedback:slip": lambda: [_slip(cast)],
        "feedback:open_proposal": lambda: [_matter(cast)],
        "feedback:proposal": lambda: [_proposal(cast)],
        "feedback:judging": lambda: [_proposal(cast)],
        "feedback:data_request": lambda: [_data_request(cast)],
        "feedback:meeting": lambda: [_meeting(cast)],
        **{f"feedback:{name}": lambda: [_matter(cast)] for name in ("alike", "cause", "link_all", "unlink")},
        **{f"feedback:{name}": lambda: [_topic(cast)[0]] for name in CONSOLIDATION_DOORS},
        **{f"feedback:{name}": lambda: _topic(cast) for name in TOPIC_DOORS},
        "registry:appoint": lambda: [commune],
        "registry:end_post": lambda: [_post(cast)],
        "identity:new_account": lambda: [commune],
        "identity:new_grant": lambda: [lan, commune],
        "helping:dismiss": lambda: ["commune-sheet"],
        "deadlines:remove_day": lambda: ["2026-01-10"],
        "jobs:job": lambda: [_job(cast)],
        "jobs:file": lambda: [_job(cast)],
        "jobs:cancel": lambda: [_job(cast)],
        "jobs:retry": lambda: [_job(cast)],
        "jobs:managed_job": lambda: [_job(cast)],
        "listing:default": lambda: [lan],
        "listing:rename": lambda: [lan],
        "listing:delete": lambda: [lan],
        "visitors:visit": lambda: [_visit(cast)],
        "visitors:receive": lambda: [_visit(cast)],
        "visitors:new": lambda: [commune],
        "desk:row": lambda: ["return", cast.entry("v1").uid],
        "history:history": lambda: ["return", cast.entry("v1").uid],
        "desk:notice": lambda: [_notice(cast)],
        "desk:retry_delivery": lambda: [lan],
        "desk:assign_work": lambda: [WorkItem.objects.get().uid],
        "desk:comments": lambda: ["return", cast.entry("v1").uid],
        "desk:end_absence": lambda: [commune],
        "desk:end_acting": lambda: [commune],
        "desk:remove_comment": lambda: [commune],
        "giving:unit": lambda: [commune],
        "files:files": lambda: ["return", cast.entry("v1").uid],
        "files:begin": lambda: ["return", cast.entry("v1").uid],
        "files:upload": lambda: [lan],
        "identity:end_grant": lambda: [Grant.objects.get(account=cast.accounts["lan"]).uid],
    }
    if name in {"files:file", "files:delete"}:
        return reverse(name, args=[_file(cast)])
    if name in IMPORT_DOORS:
        return reverse(name, args=[_import(cast)])
    if name in words:
        return reverse(name, args=words[name]())
    if name.startswith("restructuring:") and name not in {"restructuring:plans", "restructuring:new"}:
        further: dict[str, list[Any]] = {"unit": [commune], "step": [1], "remove_step": [1]}
        more = further.get(name.partition(":")[2], [])
        return reverse(name, args=[_plan(cast), *more])
    return reverse(name, args=[lan] if name in ACCOUNT_DOORS else [])


# part lanes


def _slip(cast: Cast) -> UUID:
    """Return a denunciation at commune C that waits for its paper."""
    matter = send_matter(cast, matter_class="denunciation").matter
    held = feedback_moving.locked(matter)
    feedback.switch_lane(actor=cast.actor("lan"), held=held, to_class=MatterClass.DENUNCIATION)
    return matter.uid


def _proposal(cast: Cast) -> UUID:
    """Return a proposal at commune C with a file, without a panel."""
    matter = send_matter(cast, matter_class="proposal").matter
    return feedback.open_proposal(actor=cast.actor("lan"), matter=matter).uid


def _data_request(cast: Cast) -> UUID:
    """Return what the sender of a matter at commune C asks about their data."""
    receipt = send_matter(cast)
    opened = feedback.Opened(receipt.matter, receipt.code, receipt.pin)
    return feedback.ask_data_request(actor=OPERATOR, opened=opened, wish=Wish.ERASE).uid


def _meeting(cast: Cast) -> UUID:
    """Return a meeting with voters at commune C."""
    letter_to(cast)
    said = [feedback.Spoken("Sửa đường thôn hai cho dân đi lại", "roads")]
    day = clock.today()
    minutes = feedback.Minutes(uuid4(), Addressee.COMMUNE, "Kỳ họp 5", "Nhà văn hóa", day, said)
    return feedback.write_meeting(actor=cast.actor("lan"), minutes=minutes).uid


def _post(cast: Cast) -> UUID:
    """Return the post of an official at commune C."""
    post = appoint_official(
        actor=OPERATOR, organisation=cast.province["C"], name="Lan", title="Cán bộ", since=CHANGE
    )
    return post.uid


def _job(cast: Cast) -> UUID:
    """Return a job that Lan has asked for, still waiting."""
    lan = cast.accounts["lan"].uid
    job = Job(kind="reports.export_villages", label="Thôn", asked_by=lan, stream=SYSTEM, made_at=clock.now())
    job.save()
    return job.uid


def _notice(cast: Cast) -> UUID:
    """Return what Lan was told: that a job of hers has ended."""
    lan = cast.accounts["lan"].uid
    tell(actor=OPERATOR, kind=JOB_ENDED, to=Audience.accounts([lan]), url="/viec/")
    return Notice.objects.get().uid


def _file(cast: Cast) -> UUID:
    """Return a file that Nga hung on the return of v1."""
    made = add_file(
        actor=cast.actor("nga"),
        kind="return",
        subject=cast.entry("v1").uid,
        name="a.txt",
        data="Biên bản".encode(),
    )
    return made.uid


def _mail(cast: Cast) -> UUID:
    """Return an e-mail that names no area."""
    letter_to(cast)
    raw = "From: a@b.example\nMessage-ID: <1@b>\n\nNước máy ở đầu thôn đục từ sáng nay.".encode()
    return receive_mail(actor=OPERATOR, raw=raw).uid


def _topic(cast: Cast) -> list[UUID]:
    """Return a consolidation of the province's and its topic: of one matter that was sent there."""
    send_matter(cast, "P")
    row = draft(cast, "tung")
    gather_topics(actor=cast.actor("tung"), consolidation=row)
    return [row.uid, feedback_queries.topics_of(row).get().uid]


def _visit(cast: Cast) -> UUID:
    """Return a visit that Lan expects at commune C."""
    words: dict[str, Any] = {"guests": "Sở Y tế", "number": 3, "purpose": "Kiểm tra trạm y tế"}
    visit = expect_visit(actor=cast.actor("lan"), organisation=cast.province["C"], day=clock.today(), **words)
    return visit.uid


def _matter(cast: Cast) -> UUID:
    """Return a matter that somebody sent to commune C."""
    return send_matter(cast).matter.uid


def _rule(cast: Cast) -> int:
    """Return the number of a rule that Đức added: opinions go to the province."""
    facts = RuleFacts(since=clock.today(), matter_class="opinion", level="province")
    return add_rule(actor=cast.actor("duc"), facts=facts).number


def _plan(cast: Cast) -> UUID:
    """Return a draft of the centre's act, with one step."""
    facts = PlanFacts("Sắp xếp", "12/NQ", "Cơ quan thử", effective_on=date(2026, 12, 1), systems=("front",))
    plan = draft_plan(actor=OPERATOR, organisation=cast.province["Trung ương"], facts=facts)
    step = Step(0, StepKind.RENAME, "commune", "24277", name="Suối Sen")
    return add_step(actor=OPERATOR, plan=plan, step=step, seen=plan.version).uid


def _import(cast: Cast) -> UUID:
    """Return a file of officials that Lan sent."""
    data = file_of(OFFICIALS, ["Lan", "Cán bộ", None, "C", "01/07/2025", None])
    sent = preview_import(
        actor=cast.actor("lan"), kind=ImportKind.OFFICIALS, name="can-bo.xlsx", data=data, said={}
    )
    return sent.uid


def test_every_door_has_an_answer() -> None:
    assert set(named(get_resolver().url_patterns)) == set(DOORS)


def status(account: Account | None, where: str) -> int:
    """Return how a door answers, and let go of what it hands out."""
    answer = client_of(account).get(where)
    with connection_kept():
        answer.close()
    return int(answer.status_code)


@pytest.mark.parametrize("name", DOORS)
def test_who_may_come_in(cast: Cast, name: str, settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    cast.save("nga", "v1")
    where = address(name, cast)
    answers = {who: status(cast.accounts.get(who), where) for who in CAST}
    assert answers == dict(zip(CAST, DOORS[name], strict=True))
