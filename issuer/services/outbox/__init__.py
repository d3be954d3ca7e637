"""Mails on their way: one file each under `MINTMARK_HOME/outbox`, handed to a mail server by the workers.

A file is the mail itself (RFC 5322), readable by the operator alone; its name says when it is due, when it ends and how often
it was tried. It leaves when it was handed over, and when its time is over: a code that ended is never sent. Without
a mail server the files stay for the operator until then. Addresses stand in these files and nowhere else.
"""

from issuer.services.outbox.box import Letter, deliver_due, put
from issuer.services.outbox.holding import drop_abandoned, held, hold, release

__all__ = ["Letter", "deliver_due", "drop_abandoned", "held", "hold", "put", "release"]
