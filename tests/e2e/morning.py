"""A clerk's morning: forty files of every kind, what each should be, and a site that can ask their issuers.

Everything outside the installation (other issuers, their hosts and lists) is a world in memory behind the one
network door of the site; the site itself, its workers and its pages are what an operator starts. Run as a program,
it serves: `python -m tests.e2e.morning MOMENT`.
"""

import logging
import signal
import sys
import threading
from datetime import datetime, timedelta
from types import FrameType
from typing import Final

from werkzeug.serving import WSGIRequestHandler, make_server

from issuer import bootstrap, settings
from issuer.documents import strict_json
from issuer.documents.strict_json import Json
from issuer.documents.times import format_time, parse_time
from issuer.services import credentials, revocation, trust
from issuer.services.principal import OPERATOR
from issuer.services.showing import downloads, exhibits, pictures, sharing
from issuer.services.showing.downloads import Form
from issuer.store import Category
from issuer.web.app import create_app
from issuer.web.jobs import Jobs
from tests.badges.baking import pictures as pictures_of_old
from tests.papers import credential, status_entry
from tests.services.worlds import START, World
from tests.strangers import badge_of_stranger
from tests.verify.open_badges_2 import town
from tests.worlds import sign

LAKES: Final = "did:web:badges.example:p:lakes"
LIST: Final = "https://badges.example/s/1"
SILENT: Final = "https://badges.example/s/9"
HOUR: Final = timedelta(hours=1)


def outside(moment: datetime) -> town.Town:
    """Return every host beyond this installation, as it answers around a moment; one of them is silent."""
    made = town.Town()
    made.publish_list(
        LIST, 7, validFrom=format_time(moment - HOUR), validUntil=format_time(moment + 23 * HOUR)
    )
    made.down[SILENT] = "FETCH_FAILED"
    return made


def know_neighbors(world: World) -> None:
    """Keep a list of known issuers: the neighbors, and none of the strangers."""
    for issuer in (LAKES, town.PROFILE):
        known = trust.Known(issuer=issuer, name="Lakes Cooperative", reason="a neighbor")
        trust.add(world.toolkit, OPERATOR, known)


def files(world: World, moment: datetime) -> dict[str, tuple[str, bytes]]:
    """Return forty files by name, each with the verdict that it deserves at a moment."""
    found = {f"good-{n:02}.json": ("valid", world.issue().version.body or b"") for n in range(11)}
    for n, form in enumerate(
        (Form.PNG, Form.PNG, Form.PNG, Form.SVG, Form.SVG, Form.JWT, Form.JWT, Form.JWT)
    ):
        issued = world.issue()
        held = credentials.get(world.toolkit, OPERATOR, issued.credential.id)
        found[f"baked-{n}.{form}"] = ("valid", downloads.download(world.toolkit, held, form).body)
    found["certificate.pdf"] = ("valid", certificate(world))
    for n in range(3):
        ended = world.issue()
        revocation.revoke(world.toolkit, OPERATOR, ended.credential.id, Category.ISSUED_IN_ERROR)
        found[f"withdrawn-{n}.json"] = ("revoked", ended.version.body or b"")
    for n in range(2):
        held_back = world.issue()
        revocation.suspend(world.toolkit, OPERATOR, held_back.credential.id)
        found[f"on-hold-{n}.json"] = ("suspended", held_back.version.body or b"")
        ended = world.issue(valid_until=START + timedelta(days=30))
        found[f"ended-{n}.json"] = ("expired", ended.version.body or b"")
    for n in range(3):
        body = found[f"good-{n:02}.json"][1]
        found[f"forged-{n}.json"] = ("invalid", body.replace(b'"creditsEarned":1', b'"creditsEarned":9'))
    return found | foreign(moment)


def foreign(moment: datetime) -> dict[str, tuple[str, bytes]]:
    """Return what others issued, what nobody can read, and what could not be checked."""
    at = format_time(moment - timedelta(days=60))
    issuer = outside(moment).issuer

    older = pictures_of_old.text_chunk(strict_json.encode(town.assertion()), keyword=b"openbadges")

    def neighbor(entry: Json) -> bytes:
        document = credential(issuer, validFrom=at, awardedDate=at, credentialStatus=entry)
        return strict_json.encode(sign(document, issuer.key(), created=at))

    return {
        "neighbor-0.json": ("valid", neighbor(status_entry(LIST))),
        "neighbor-1.json": ("revoked", neighbor(status_entry(LIST, "7"))),
        "stranger-0.json": ("untrusted", strict_json.encode(badge_of_stranger())),
        "stranger-1.json": ("untrusted", strict_json.encode(badge_of_stranger("Somebody else"))),
        "older-hosted.json": ("valid", strict_json.encode(town.assertion())),
        "older-baked.png": ("valid", pictures_of_old.png(older)),
        "no-answer-0.json": ("indeterminate", neighbor(status_entry(SILENT))),
        "no-answer-1.json": ("indeterminate", neighbor(status_entry(SILENT, "8"))),
        "letter.json": ("malformed", b"Dear clerk, my badges are attached."),
        "photo.png": ("malformed", b"\x89PNG\r\n\x1a\n and then nothing"),
    }


def certificate(world: World) -> bytes:
    """Return a certificate of this installation as PDF, with its credential attached."""
    share = sharing.of(world.toolkit, world.issue().credential.id)
    path = sharing.path_of(share)
    exhibit = exhibits.at(world.toolkit, path.removeprefix("/c/"))
    return pictures.certificate_of(world.toolkit, exhibit, page_url=world.toolkit.url(path))


class Quiet(WSGIRequestHandler):
    """Answers requests and says nothing about them."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  (Werkzeug's signature)
        """Say nothing."""


def serve(moment: datetime) -> None:
    """Serve the installation of the environment in a world of its own, until a signal ends it."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    toolkit = bootstrap.build(settings.current(), elsewhere=outside(moment))
    jobs = Jobs(toolkit, longest_wait_s=0.1)
    server = make_server("127.0.0.1", 0, create_app(toolkit, jobs=jobs), threaded=True, request_handler=Quiet)

    def end(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, end)
    jobs.start()
    sys.stderr.write(f"Listening at: http://127.0.0.1:{server.server_port}\n")
    sys.stderr.flush()
    server.serve_forever()
    jobs.stop()
    toolkit.workers.close()
    toolkit.database.close()


if __name__ == "__main__":
    serve(parse_time(sys.argv[1]))
