"""The API, `/api/v1`: OpenAPI 3.1 from the same definitions that check requests.

`install` puts it into the application. Reads of what is public and verifications need no key; everything
else needs a key of a profile (`Authorization: Bearer …`) with the scope that the operation names. Errors
are RFC 9457 problems from `web.problems`. Members of JSON are camelCase, unknown members are refused.
"""

from issuer.web.api.install import install

__all__ = ["install"]
