"""Files that are sent to the exchange: no more of them is kept than may be read."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from cms.translation.exchange.archive import MAX_PACKED


class LimitedUpload(FileUploadHandler):
    """Lets a file through up to the limit; what is longer is read off the line and thrown away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with nothing received."""
        super().__init__(*args, **kwargs)
        self.received = 0

    @property
    def is_too_large(self) -> bool:
        """Tell whether the file was thrown away."""
        return self.received > MAX_PACKED

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count, and hand on to the handlers that keep files."""
        self.received += len(raw_data)
        if self.is_too_large:
            raise SkipFile  # Django reads the rest piece by piece; after StopUpload it reads it in one
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the next handler to return the file."""
