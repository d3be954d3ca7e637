"""Our own certificate PDF comes back in as a genuine credential, read by a worker that can be killed."""

from issuer.badges.certificate import certificate_pdf
from issuer.documents import strict_json
from issuer.verify import Policy, Verdict, verify
from issuer.workers import Pool
from tests.badges.certificate.papers import certificate
from tests.papers import NOW, credential
from tests.worlds import World, sign


def test_a_certificate_is_read_like_the_credential_in_it() -> None:
    world = World()
    signed = strict_json.encode(sign(credential(world.issuer), world.issuer.key()))
    paper = certificate_pdf(certificate(credential=signed))
    with Pool(1) as workers:
        report = verify(paper, policy=Policy(now=NOW), fetch=world, workers=workers)
        damaged = verify(paper[: len(paper) // 2], policy=Policy(now=NOW), fetch=world, workers=workers)
    assert (report.verdict, report.media_type) == (Verdict.VALID, "application/pdf")
    assert damaged.verdict is Verdict.MALFORMED
