"""Everything that the description of the API allows, and what it forbids, is thrown at it: never a broken server."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from lienthong.config.api import api
from lienthong.identity import services
from lienthong.kernel import ratelimit
from tests.cast import WEEK, Cast
from tests.client import connection_kept

Operation = APIOperation[Any, Any, Any, Any]


@pytest.fixture
def schema() -> schemathesis.BaseSchema:
    """Return the description, to be tried in this process and inside the test's own transaction."""
    description = api.get_openapi_schema(path_prefix="/api/v1/")
    loaded = schemathesis.openapi.from_dict(description)
    loaded.app = WSGIHandler()
    return loaded


@pytest.fixture
def key(cast: Cast) -> str:
    """Return a key of Tùng's with all that it may carry."""
    scopes = ["reports.view", "reports.submit", "reports.approve"]
    held = [code for code in scopes if cast.actor("tung").places.holds(code)]
    _token, secret = services.create_token(
        actor=cast.actor("tung"), uid=uuid4(), name="Phần mềm thử", scopes=held, until=date(2027, 1, 1)
    )
    return secret


def test_nothing_that_is_sent_breaks_the_server(
    schema: schemathesis.BaseSchema, key: str, cast: Cast
) -> None:
    # What leads past the first door: a guess would hardly ever name a series, a week or a body.
    known = {"series": "tuan", "period": WEEK, "uid": str(cast.province["C"].uid)}
    answers: Counter[str] = Counter()
    with connection_kept():
        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            ratelimit.sweep(
                seconds=-60
            )  # all windows, also of this second: each door has the limit to itself
            operation = found.ok()
            answers.update(f"{operation.label} {kind}" for kind in _attack(operation, key, known))
    doors = {answer.rsplit(" ", 1)[0] for answer in answers}
    assert len(doors) == sum(len(methods) for methods in schema.raw_schema["paths"].values())
    assert {"GET /api/v1/me 2xx", "GET /api/v1/series/{series}/{period}/units/{uid}/totals 2xx"} <= set(
        answers
    )


def _attack(operation: Operation, key: str, known: dict[str, str]) -> list[str]:
    """Try one door; return of what kind each answer was."""
    kinds = []

    @given(case=operation.as_strategy())
    @settings(
        max_examples=15,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def attack(case: schemathesis.Case[Any]) -> None:
        named = {name: word for name, word in known.items() if name in case.path_parameters}
        case.path_parameters = {**case.path_parameters, **named}
        answer = case.call(headers={"Authorization": f"Bearer {key}"})
        case.validate_response(answer, checks=[not_a_server_error])
        if answer.status_code >= 400:
            assert answer.headers["content-type"][0].startswith("application/problem+json")
        kinds.append(f"{answer.status_code // 100}xx")

    attack()
    return kinds
