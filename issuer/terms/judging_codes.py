"""The codes that say something of a document: how it is written, signed, dated, and what its issuer says of it.

W3C names where they exist, else ours. `terms.codes` joins them with the codes of requests.
"""

from typing import Final

from issuer.terms.meaning import Meaning

JUDGING_CODES: Final[dict[str, Meaning]] = {
    "PARSING_ERROR": Meaning(
        "This is not readable JSON", "Ask for the original file; do not copy it by hand."
    ),
    "MALFORMED_VALUE_ERROR": Meaning(
        "A value has the wrong form", "Correct the member that the pointer names."
    ),
    "DUPLICATE_KEY": Meaning(
        "A member name occurs twice", "Refuse the file: two readers could see two meanings."
    ),
    "JSON_NOT_STRICT": Meaning(
        "The JSON breaks RFC 8259", "Save the file as plain UTF-8 JSON and try again."
    ),
    "NUMBER_RANGE": Meaning(
        "A number is too large or not exact", "Use numbers that a double can hold exactly."
    ),
    "INPUT_TOO_LARGE": Meaning("The input is too large", "Send one credential of at most 256 KiB."),
    "INPUT_TOO_DEEP": Meaning(
        "The input is nested too deeply", "A real credential needs fewer than 32 levels."
    ),
    "WORK_LIMIT": Meaning("Checking this would take too much work", "Treat the file as hostile."),
    "SCHEMA_VIOLATION": Meaning(
        "The document breaks the data model", "Correct the member that the pointer names."
    ),
    "NOT_OB_SCHEMA": Meaning(
        "Readable, but not the official form", "The issuer should correct its software."
    ),
    "CONTEXT_NOT_ALLOWED": Meaning(
        "The @context is not one we know", "Only the published context arrays are accepted."
    ),
    "DATA_LOSS_DETECTION_ERROR": Meaning("Part of the document is not signed", "Treat the file as altered."),
    "STATEMENT_CHANGED": Meaning(
        "The facts beside an endorsement are not the ones that were signed for",
        "Do not use them; ask the endorser for the statement, or rely on the signed comment alone.",
    ),
    "STATEMENT_NOT_AVAILABLE": Meaning(
        "The facts beside an endorsement could not be had",
        "Try again later, or hand in the statement together with the endorsement.",
    ),
    "STATEMENT_NOT_READABLE": Meaning(
        "The facts beside an endorsement are in a form that is not known here",
        "Read the signed comment; a newer release may know this kind of statement.",
    ),
    "PROOF_VERIFICATION_ERROR": Meaning(
        "The signature does not match", "Treat the document as forged or altered."
    ),
    "INVALID_VERIFICATION_METHOD": Meaning("The key is not the issuer's", "Treat the document as forged."),
    "STATUS_VERIFICATION_ERROR": Meaning(
        "The status list cannot be trusted", "Ask the issuer; nothing is known yet."
    ),
    "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT": Meaning(
        "The issuer's key document is not well formed",
        "Ask the issuer to correct its DID document; the badge cannot be relied on.",
    ),
    "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID": Meaning(
        "The key document is another issuer's", "Treat the document as forged."
    ),
    "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD": Meaning(
        "The key may not sign credentials", "Treat the document as forged."
    ),
    "KEY_NOT_AUTHORIZED": Meaning("The key does not belong to the issuer", "Treat the document as forged."),
    "KEY_EXPIRED": Meaning(
        "The key was used after its end", "Ask the issuer for a badge signed with a current key."
    ),
    "KEY_REVOKED": Meaning(
        "The issuer withdrew the key", "Ask the issuer for a badge signed with a current key."
    ),
    "KEY_COMPROMISED": Meaning(
        "The key is known to others", "Anyone may have signed this; ask the issuer for a new badge."
    ),
    "KEY_TOO_WEAK": Meaning("The key is too weak", "Ask the issuer for a badge signed with a stronger key."),
    "KEY_RETRIEVAL_ERROR": Meaning(
        "The issuer's keys could not be read", "Try again later; nothing is known yet."
    ),
    "DID_METHOD_NOT_SUPPORTED": Meaning(
        "This kind of identifier is not known here", "Ask the issuer; nothing is known yet."
    ),
    "STATUS_RETRIEVAL_ERROR": Meaning(
        "The status list could not be read", "Try again later; nothing is known yet."
    ),
    "STATUS_LIST_LENGTH_ERROR": Meaning(
        "The status list is too short", "Ask the issuer; a short list would tell on its badges."
    ),
    "STATUS_LIST_STALE": Meaning("The status list is out of date", "Try again later; nothing is known yet."),
    "STATUS_TYPE_UNKNOWN": Meaning(
        "This kind of status is not known here", "Ask the issuer; nothing is known yet."
    ),
    "RANGE_ERROR": Meaning("The status list has no such entry", "Ask the issuer; nothing is known yet."),
    "PROOF_MISSING": Meaning("The document is not signed", "Ask the issuer for the signed original."),
    "PROOF_PURPOSE_MISMATCH": Meaning(
        "The signature is for another purpose", "Treat the document as forged."
    ),
    "CRYPTOSUITE_NOT_ALLOWED": Meaning(
        "The signature is of a kind not checked here",
        "Nothing is known yet; ask for a copy signed another way.",
    ),
    "INVALID_DOMAIN_ERROR": Meaning(
        "The signature was made for another place", "Treat the document as a copy."
    ),
    "INVALID_CHALLENGE_ERROR": Meaning(
        "The signature answers another question", "Treat the document as a copy."
    ),
    "ALG_NOT_ALLOWED": Meaning("The signature algorithm is not accepted", "Treat the document as forged."),
    "ALG_KEY_MISMATCH": Meaning("The key is not for this algorithm", "Treat the document as forged."),
    "HEADER_NOT_ALLOWED": Meaning("The token header says what it may not", "Treat the token as forged."),
    "CRIT_UNSUPPORTED": Meaning("The token demands an unknown extension", "Ask for a copy without it."),
    "TYP_MISMATCH": Meaning("This is a token of another kind", "Ask for the credential itself."),
    "CLAIM_MISMATCH": Meaning(
        "The token contradicts the credential in it", "The issuer must issue it again."
    ),
    "JWS_ENCODING": Meaning(
        "The token is not properly encoded", "Ask for the original file; do not copy it by hand."
    ),
    "AMBIGUOUS_CONTAINER": Meaning(
        "The file holds two credentials at once", "Ask the issuer for one of them."
    ),
    "IMAGE_MALFORMED": Meaning(
        "The picture is damaged", "Ask for the original file, not a screenshot or a copy."
    ),
    "IMAGE_TOO_LARGE": Meaning("The picture is too large", "Send the badge picture itself, at most 8 MB."),
    "IMAGE_WITHOUT_CREDENTIAL": Meaning(
        "The picture carries no credential", "Ask for the original file; some phones strip it."
    ),
    "LOG_PROOF_INVALID": Meaning(
        "The log's proof does not hold", "Treat what it should prove as not recorded; tell the operator."
    ),
    "REVOKED": Meaning("The issuer withdrew it", "Do not rely on it; ask the holder for a current one."),
    "SUSPENDED": Meaning("The issuer put it on hold", "Do not rely on it for now; check again later."),
    "EXPIRED": Meaning("It has ended", "The holder can ask the issuer to renew it."),
    "NOT_YET_VALID": Meaning("It has not begun", "Check again on the day it begins."),
    "ISSUER_UNKNOWN": Meaning(
        "The issuer is not on the list of known issuers", "Check its address before you rely on it."
    ),
    "LOOKALIKE_DOMAIN": Meaning(
        "The issuer's address looks like a known one", "Compare the addresses letter by letter."
    ),
    "LOOKALIKE_NAME": Meaning(
        "The issuer's name looks like a known one", "Compare the addresses, not the names."
    ),
    "PROOF_EXPIRED": Meaning(
        "The signature was for a limited time", "Ask the issuer for a badge signed anew."
    ),
    "PROOF_NOT_YET_VALID": Meaning(
        "The signature says that it comes from the future", "Check the clock; else treat it as forged."
    ),
    "PROOF_SET_EXTRA": Meaning(
        "Somebody else signed it too", "Rely on the issuer's signature alone; the other one proves nothing."
    ),
    "OLD_CONTEXT": Meaning(
        "It was signed with an earlier edition of the vocabulary", "The parts left out are not signed."
    ),
    "TERM_UNDEFINED": Meaning(
        "A part of it is not in the published vocabularies",
        "It is signed, but other software may not know it.",
    ),
    "BUSINESS_RULE": Meaning(
        "The badge contradicts itself", "The issuer must correct it and issue it again."
    ),
    "RESULT_NOT_DESCRIBED": Meaning(
        "A result or level is not described", "Ask the issuer what it means; the badge does not say."
    ),
    "RESULT_VALUE_ODD": Meaning(
        "A result has a value that its description does not allow", "Ask the issuer what it means."
    ),
    "LEVEL_BELOW_REQUIRED": Meaning(
        "A level below the required one was reached", "Ask the issuer why the badge was awarded."
    ),
    "CREDITS_ABOVE_DEFINITION": Meaning(
        "More hours are stated than the definition offers", "Ask the issuer; credit rules do not count it."
    ),
    "CREATOR_DIFFERS": Meaning(
        "The achievement is defined by somebody else", "Shared definitions are common; the issuer vouches."
    ),
    "HASH_NOT_ALLOWED": Meaning(
        "An identity is hidden by a weak hash", "The issuer should use salted SHA-256."
    ),
    "UNSALTED_IDENTITY": Meaning(
        "An identity is hashed without salt", "The issuer should use a fresh salt for each badge."
    ),
    "HIDDEN_CHARACTERS": Meaning(
        "A name holds letters that cannot be seen", "Look at the address, not at the name."
    ),
    "RECIPIENT_MISMATCH": Meaning(
        "It is not about the expected person", "Ask the holder which address or name the badge was made for."
    ),
    "ENDORSEMENT_NOT_SHOWN": Meaning(
        "An endorsement on it does not count", "Judge the badge as if it did not carry it."
    ),
    "ENDORSEMENT_NOT_ABOUT_CARRIER": Meaning(
        "An endorsement is about something else", "It may have been pasted on; disregard it."
    ),
    "PART_NOT_VALID": Meaning("Something inside does not stand by itself", "Read the report of each part."),
    "HOLDER_NOT_PROVEN": Meaning(
        "Nobody proved to be the holder", "The credentials are judged, not who hands them over."
    ),
    "HOLDER_WITHOUT_DID": Meaning(
        "Its holder has no DID to sign with", "Ask for a code that is sent to the holder's address instead."
    ),
    "HOLDER_DIFFERS": Meaning(
        "The holder is not the person it is about", "Ask how the holder came by the credential."
    ),
    "STATUS_HISTORY_UNKNOWN": Meaning(
        "Its standing on an earlier day is not known", "Ask the issuer; status lists tell about today."
    ),
    "OLDER_STANDARD": Meaning(
        "It is a badge of an older standard", "It proves less; ask the issuer for an Open Badge 3.0."
    ),
    "HOST_NOT_ALLOWED": Meaning(
        "The badge lies where its issuer keeps none", "Treat it as not issued by the issuer that it names."
    ),
    "COPY_DIFFERS": Meaning(
        "The file differs from what its host shows", "Rely on what the host shows, not on the file."
    ),
}
