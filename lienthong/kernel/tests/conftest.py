"""A real S3 server on this machine, for the tests of what lies in one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Let an S3 server listen on this machine."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    _host, port = server.get_host_and_port()
    yield f"127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server: str, tmp_path: Path) -> str:
    """Return the address of an empty bucket, as a setting names it."""
    name = f"b{hashlib.md5(str(tmp_path).encode(), usedforsecurity=False).hexdigest()}"
    boto3.client(
        "s3",
        endpoint_url=f"http://{s3_server}",
        region_name="us-east-1",
        aws_access_key_id="a",
        aws_secret_access_key="b/c",
    ).create_bucket(Bucket=name)
    return f"http://a:b%2Fc@{s3_server}/{name}/tep?region=us-east-1"
