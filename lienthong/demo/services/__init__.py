"""What builds demonstrations."""

from .building import build_demo
from .through_2025 import Wish, build_2025

__all__ = ["Wish", "build_2025", "build_demo"]
