"""`mintmark credentials share`: who may see the page of a badge."""

import click

from issuer.cli.naming import credential_id
from issuer.cli.options import AS_JSON
from issuer.cli.output import print_json
from issuer.cli.session import reading_session
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Visibility


@click.command()
@click.argument("badge")
@click.option(
    "--visibility",
    type=click.Choice([visibility.value for visibility in Visibility]),
    help="private: nobody; link: whoever has the link; public: anybody, and lists name the holder.",
)
@click.option("--new-link", is_flag=True, help="Make a new link; the old one ends at once.")
@AS_JSON
def share(*, badge: str, visibility: str | None, new_link: bool, as_json: bool) -> None:
    """Say who may see the page of BADGE and print its address.

    BADGE is an id (urn:uuid:...) or a certificate number. Without an option the address is printed and
    nothing changes. Only the holder decides that a page is public. Checking a file never needs the page.

    \b
    Examples:
      mintmark credentials share LAKES-7K4F-9Q2M-X
      mintmark credentials share LAKES-7K4F-9Q2M-X --visibility public
      mintmark credentials share LAKES-7K4F-9Q2M-X --new-link
    """
    with reading_session() as toolkit:
        name = credential_id(toolkit, badge)
        if visibility is None and not new_link:
            kept = sharing.of(toolkit, name)
        else:
            wanted = None if visibility is None else Visibility(visibility)
            kept = sharing.change(toolkit, OPERATOR, name, visibility=wanted, new_link=new_link)
        url = toolkit.url(sharing.path_of(kept))
    if as_json:
        print_json({"id": kept.credential_id, "visibility": kept.visibility.value, "url": url})
        return
    click.echo(f"{url} ({kept.visibility.value})")
