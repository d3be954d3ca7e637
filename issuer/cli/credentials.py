"""`mintmark credentials`: the group; its commands load when they are asked for."""

from typing import Final

import click

from issuer.cli.lazy import Entry, LazyGroup

COMMANDS: Final[dict[str, Entry]] = {
    "issue": Entry("issuer.cli.credentials_issue:issue", "Issue a badge for every assessment record."),
    "list": Entry("issuer.cli.credentials_read:list_", "List badges, filtered."),
    "show": Entry("issuer.cli.credentials_read:show", "Show one badge and its versions."),
    "export": Entry("issuer.cli.credentials_export:export", "Write a badge as JSON, JWT, PNG or SVG."),
    "revoke": Entry("issuer.cli.credentials_status:revoke", "Withdraw a badge for ever."),
    "suspend": Entry("issuer.cli.credentials_status:suspend", "Put a badge on hold."),
    "resume": Entry("issuer.cli.credentials_status:resume", "End a hold in the holder's favor."),
    "reissue": Entry("issuer.cli.credentials_status:reissue", "Replace a badge by a new version."),
    "share": Entry(
        "issuer.cli.credentials_share:share", "Say who may see a badge's page, or change its link."
    ),
    "sweep": Entry("issuer.cli.credentials_status:sweep", "Give up what a crash left half done."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def credentials() -> None:
    """Issue, read and end badges.

    A badge is named by its id (urn:uuid:...) or its certificate number (LAKES-7K4F-9Q2M-X). Issuing it
    again gives a new version under the same id; every version has its own place in a status list.
    """
