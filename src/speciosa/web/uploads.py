"""Uploads stay in memory, and end where they grow too large: none ever lies on a disk in plain form."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MOST_BYTES = 64_000_000


class InMemory(FileUploadHandler):
    """Keeps one file in memory; a file that is too large is not taken, and `request.too_large` says so.

    The form around it is read all the same, so that the page can answer in plain words.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None  # noqa: N803
    ) -> None:  # fmt: skip
        del input_data, META, boundary, encoding
        self._too_large = content_length > MOST_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._held = io.BytesIO()
        if self._too_large:
            self._skip()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST_BYTES:
            self._skip()
        self._held.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self._held.seek(0)
        return InMemoryUploadedFile(
            file=self._held, field_name=self.field_name, name=self.file_name or "", charset=self.charset,
            content_type=self.content_type or "", size=file_size, content_type_extra=self.content_type_extra,
        )  # fmt: skip

    def _skip(self) -> None:
        """Take no more of this file.

        Raises
        ------
        SkipFile : always: Django reads past the rest of it.
        """
        self._held = io.BytesIO()
        self.request.too_large = True  # type: ignore[union-attr]
        raise SkipFile
