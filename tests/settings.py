"""The settings of the tests: the product's own, as in a demonstration, so that no secret has to be set first."""

import os

os.environ.setdefault("LIENTHONG_DEMO", "1")
# The example of docs/how-to/add-a-room.md is tested as an installation would add it.
os.environ.setdefault("LIENTHONG_ROOMS", "examples.visitors")

from lienthong.config.settings import *

# WhiteNoise warns when there is nothing to serve, and a warning is an error here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
