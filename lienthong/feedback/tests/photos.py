"""Photos as a telephone makes them, with what it writes into them."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def photo_file(side: int = 40, kind: str = "JPEG", name: str = "IMG_Nguyen_Van_A.jpg") -> SimpleUploadedFile:
    """Return a photo with the name of its owner in it."""
    target = io.BytesIO()
    image = Image.new("RGB", (side, side), "navy")
    exif = image.getexif()
    exif[0x010F] = "Máy của ông Canh"
    image.save(target, kind, exif=exif)
    return SimpleUploadedFile(name, target.getvalue(), content_type="image/jpeg")
