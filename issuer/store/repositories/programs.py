"""What districts chose from the catalog."""

from sqlalchemy import delete, select

from issuer.store.rows.programs import DISTRICT_OFFERS, OfferRecord
from issuer.store.statements import Statements

_OFFER = DISTRICT_OFFERS.c


class ProgramRepository:
    """The sets of districts; credentials know nothing of them."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def put(self, offer: OfferRecord) -> None:
        """Keep an achievement in a district's set, with its goals, instead of what was there.

        Raises:
            ConflictError: there is no such profile or achievement.
        """
        self._statements.run(
            self._statements.upsert(DISTRICT_OFFERS)
            .values(**vars(offer))
            .on_conflict_do_update(
                index_elements=[_OFFER.district_id, _OFFER.achievement_id],
                set_={"goals": offer.goals, "changed_at": offer.changed_at},
            ),
            conflict="This cannot be chosen",
        )

    def drop(self, district_id: str, achievement_id: str) -> bool:
        """Take an achievement out of a district's set; False when it was not in it."""
        gone = self._statements.run(
            delete(DISTRICT_OFFERS).where(
                _OFFER.district_id == district_id, _OFFER.achievement_id == achievement_id
            )
        )
        return gone.rowcount > 0

    def all(self) -> tuple[OfferRecord, ...]:
        """Return what every district chose."""
        query = select(DISTRICT_OFFERS).order_by(_OFFER.district_id, _OFFER.achievement_id)
        return self._statements.all(OfferRecord, query)
