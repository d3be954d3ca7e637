"""Names of Open Badges 3.0 and CLR 2.0."""

from typing import Final

CONTEXT_301: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
CONTEXT_302: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
CONTEXT_303: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXT_EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CONTEXT_CLR_201: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"

OPEN_BADGE_CREDENTIAL: Final = "OpenBadgeCredential"
ACHIEVEMENT_CREDENTIAL: Final = "AchievementCredential"
ENDORSEMENT_CREDENTIAL: Final = "EndorsementCredential"
CLR_CREDENTIAL: Final = "ClrCredential"
PROFILE: Final = "Profile"
ACHIEVEMENT: Final = "Achievement"
ACHIEVEMENT_SUBJECT: Final = "AchievementSubject"
ENDORSEMENT_SUBJECT: Final = "EndorsementSubject"
EVIDENCE: Final = "Evidence"
ALIGNMENT: Final = "Alignment"
RESULT: Final = "Result"
RESULT_DESCRIPTION: Final = "ResultDescription"
RUBRIC_CRITERION_LEVEL: Final = "RubricCriterionLevel"
IDENTITY_OBJECT: Final = "IdentityObject"
IDENTIFIER_ENTRY: Final = "IdentifierEntry"
IMAGE: Final = "Image"

MICRO_CREDENTIAL: Final = "MicroCredential"
CERTIFICATE: Final = "Certificate"
TAG_MICRO_ENDORSEMENT: Final = "micro-endorsement"

PNG_KEYWORD: Final = "openbadgecredential"
SVG_NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
CLR_PNG_KEYWORD: Final = "clrcredential"
