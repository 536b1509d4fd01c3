"""Photos and drawings: decoded and written anew, smaller, turned upright, without a word of what a camera wrote into them."""

from __future__ import annotations

import io
from typing import Any, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from ..errors import WrongData
from ..models import FileType

SIDE: Final = 2_560
# A photo of 50 megapixels is one of today's phones; a JPEG is decoded at half or a quarter of its size at once,
# the others only whole, at 4 bytes a pixel.
MOST_PIXELS: Final = {FileType.JPEG: 64_000_000, FileType.PNG: 36_000_000, FileType.WEBP: 36_000_000}
_FORMATS: Final = {FileType.JPEG: ["JPEG", "MPO"], FileType.PNG: ["PNG"], FileType.WEBP: ["WEBP"]}
_WRITTEN: Final[dict[FileType, dict[str, Any]]] = {
    FileType.JPEG: {"format": "JPEG", "quality": 85, "optimize": True},
    FileType.PNG: {"format": "PNG", "optimize": False},
    FileType.WEBP: {"format": "WEBP", "quality": 85},
}


def rewritten_image(data: bytes, kind: FileType) -> bytes:
    """Return an image as it is kept. WrongData where it cannot be read or has too many pixels; those are not decoded."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS[kind]) as image:
            _refuse_too_many(image, kind)
            if kind != FileType.JPEG and getattr(image, "is_animated", False):
                raise WrongData(_("Ảnh động không được nhận. Hãy lưu thành ảnh tĩnh rồi tải lên."))
            return _written(image, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many(kind) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError):
        raise WrongData(
            _("Ảnh này bị hỏng nên không đọc được. Hãy mở ảnh, lưu lại, rồi tải lên lần nữa.")
        ) from None


def _written(image: Image.Image, kind: FileType) -> bytes:
    if kind == FileType.JPEG:
        image.draft("RGB" if image.mode == "YCbCr" else image.mode, (SIDE, SIDE))
    upright = ImageOps.exif_transpose(image)
    plain = _plain(_in_srgb(upright), kind)
    plain.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    plain.info.clear()  # where Pillow keeps comments, XMP and profiles that it would write again
    target = io.BytesIO()
    plain.save(target, **_WRITTEN[kind])
    return target.getvalue()


def _in_srgb(image: Image.Image) -> Image.Image:
    """Bring the colours of a phone's wide profile into the one that needs none."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA"}:
        return image
    try:
        wide = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, wide, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return turned or image


def _plain(image: Image.Image, kind: FileType) -> Image.Image:
    """Return an image in a mode that its type can hold and every program reads."""
    if kind == FileType.JPEG:
        return image if image.mode in {"L", "RGB"} else image.convert("RGB")
    if image.mode in {"RGB", "RGBA", "L", "LA"} and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _refuse_too_many(image: Image.Image, kind: FileType) -> None:
    if image.width * image.height > MOST_PIXELS[kind]:
        raise _too_many(kind)


def _too_many(kind: FileType) -> WrongData:
    return WrongData(
        _("Ảnh có quá nhiều điểm ảnh (tối đa %(most)d triệu) nên không mở. Hãy thu nhỏ ảnh rồi tải lên lại.")
        % {"most": MOST_PIXELS[kind] // 1_000_000}
    )
