"""How much of a request is read at all: everything beyond is 413 before any of it is looked at.

Most routes take no body. The upload of `verify` takes a picture or a certificate, which is larger than a
credential; what is in it has limits of its own, which the verifier keeps.
"""

import io
from typing import IO, Final

from flask import Flask, Request, request

SMALL_BODY: Final = 256 * 1024 + 16 * 1024
"""A credential of 256 KiB, and the form around it."""
UPLOAD_BODY: Final = 8 * 1024 * 1024 + 64 * 1024
"""A picture or certificate of 8 MiB, and the form around it."""
BATCH_BODY: Final = 256 * 1024 * 1024
"""A batch, which is read file by file and never held as a whole."""
DESK_BODY: Final = 80 * 1024 * 1024
"""The files of the desk, and the form around each of them."""
BODY_OF_ENDPOINT: Final = {
    "desk.receive": DESK_BODY,
    "batches_pages.submit": BATCH_BODY,
    "verify.result": UPLOAD_BODY,
    "keeping.pack": UPLOAD_BODY,
    "keeping.report": UPLOAD_BODY,
    "signed_reports.make_report": UPLOAD_BODY,
    "verifications.verify_badge": UPLOAD_BODY,
    "batch_verifications.verify_batch": BATCH_BODY,
    "batches.submit_batch": BATCH_BODY,
}
MOST_PARTS: Final = 16


class InMemory(Request):
    """A request whose uploads never touch a disk: what somebody checks is read in memory and forgotten."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002  (the signature is Werkzeug's, here and below)
        content_type: str | None,  # noqa: ARG002  (as werkzeug calls it)
        filename: str | None = None,  # noqa: ARG002  (as werkzeug calls it)
        content_length: int | None = None,  # noqa: ARG002  (as werkzeug calls it)
    ) -> IO[bytes]:
        return io.BytesIO()


def install(app: Flask) -> None:
    """Bound the body of every request of `app`."""
    app.request_class = InMemory
    app.config["MAX_CONTENT_LENGTH"] = SMALL_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = SMALL_BODY
    app.config["MAX_FORM_PARTS"] = MOST_PARTS

    @app.before_request
    def choose() -> None:
        request.max_content_length = BODY_OF_ENDPOINT.get(request.endpoint or "", SMALL_BODY)
