"""The sequencer: one leased job that numbers and chains new events and leaves, and signs the heads."""

from issuer.services.toolkit import Toolkit
from issuer.store import Numbered


def run(toolkit: Toolkit) -> Numbered:
    """Number everything that waits; does nothing while another process has the lease.

    Raises:
        StoreUnavailableError: the database did not answer.
        KeyUnavailableError: the log's key cannot be opened; what was numbered stays numbered.
    """
    raise NotImplementedError
