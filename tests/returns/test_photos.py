"""What is taken for a photo, and what of it is kept."""

from io import BytesIO

import pytest
from PIL import Image

from returns import photos

ORIENTATION, TURNED = 0x0112, 6


def drawn(size: tuple[int, int], form: str = "JPEG", **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **more)
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(photos.redrawn(body)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_any_kind_we_take_becomes_a_plain_jpeg(form: str) -> None:
    picture = opened(drawn((30, 20), form))
    assert (picture.format, picture.size, len(picture.getexif())) == ("JPEG", (30, 20), 0)


def test_a_large_picture_is_made_small_and_keeps_its_shape() -> None:
    assert opened(drawn((3200, 1600))).size == (1600, 800)


def test_a_picture_is_turned_as_the_camera_was_held() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    assert opened(drawn((30, 20), exif=exif)).size == (20, 30)


def test_a_picture_of_more_pixels_than_a_camera_makes_is_not_unpacked() -> None:
    with pytest.raises(photos.NotAPhoto, match="pixels"):
        photos.redrawn(drawn((8000, 7000), "PNG"))


@pytest.mark.parametrize(
    "body",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", drawn((30, 20))[:60], b"\0" * 2000],
    ids=len,
)
def test_what_is_no_picture_is_refused(body: bytes) -> None:
    with pytest.raises(photos.NotAPhoto):
        photos.redrawn(body)


def test_a_script_behind_a_picture_is_not_kept() -> None:
    assert b"<script" not in photos.redrawn(drawn((30, 20)) + b"<script>alert(1)</script>")


def test_a_file_beyond_ten_mebibytes_is_not_opened() -> None:
    with pytest.raises(photos.NotAPhoto, match="10 MiB"):
        photos.redrawn(b"\0" * (photos.MOST_BYTES + 1))
