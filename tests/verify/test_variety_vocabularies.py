"""Good badges with every word of the vocabularies of Open Badges 3.0, and with words of an issuer's own (`ext:`)."""

from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from tests.papers import achievement, credential, subject
from tests.verify.approval import identity, require_valid
from tests.worlds import World

FILES: Final = "https://files.example/"


def names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


IDENTITIES: Final = names(
    "name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn issn"
    " lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ltiPlatformId"
    " ltiUserId identifier ext:staffNumber"
)
TARGETS: Final = names(
    "CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel CTDL ceasn:Competency ceterms:Credential"
    " ext:LaneChange"
)
RESULTS: Final = names(
    "GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result RubricCriterion"
    " RubricCriterionLevel RubricScore ScaledScore Status ext:Portfolio.v2_final-1"
)
STATES: Final = names("Completed Enrolled Failed InProgress OnHold Provisional Withdrew")
KINDS: Final = names(
    "Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge BachelorDegree"
    " Certificate CertificateOfCompletion Certification CommunityService Competency Course CoCurricular Degree"
    " Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment JourneymanCertificate LearningProgram License"
    " Membership ProfessionalDoctorate QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential"
    " ResearchDoctorate SecondarySchoolDiploma ext:MicroEndorsement"
)


def described(kind: str, **more: Json) -> JsonObject:
    """Return a subject whose result is of a kind."""
    description: JsonObject = {
        "id": FILES + "r",
        "type": ["ResultDescription"],
        "name": "Portfolio",
        "resultType": kind,
        "valueMin": "0",
        "valueMax": "4.0",
        "allowedValue": ["A", "B"],
        "requiredValue": "2",
    }
    result: JsonObject = {"type": ["Result"], "resultDescription": FILES + "r", "value": "3.5"}
    return subject(achievement=achievement(resultDescription=[description]), result=[{**result, **more}])


def aligned(kind: str) -> JsonObject:
    alignment: JsonObject = {
        "type": ["Alignment"],
        "targetName": "Standard 6",
        "targetUrl": FILES + "6",
        "targetCode": "6",
        "targetDescription": "Assessment",
        "targetFramework": "Model Standards",
        "targetType": kind,
    }
    return achievement(alignment=[alignment])


def variants() -> dict[str, dict[str, Any]]:
    """Return what to change of a badge, by name."""
    rows: dict[str, dict[str, Any]] = {}
    rows |= {
        f"identity {kind}": {"credentialSubject": subject(identifier=[identity(identityType=kind)])}
        for kind in IDENTITIES
    }
    rows |= {f"target {kind}": {"credentialSubject": subject(achievement=aligned(kind))} for kind in TARGETS}
    rows |= {f"result {kind}": {"credentialSubject": described(kind)} for kind in RESULTS}
    rows |= {f"state {state}": {"credentialSubject": described("Status", status=state)} for state in STATES}
    rows |= {
        f"kind {kind}": {"credentialSubject": subject(achievement=achievement(achievementType=kind))}
        for kind in KINDS
    }
    return rows


VARIANTS: Final = variants()


@pytest.mark.parametrize("name", VARIANTS)
def test_every_word_of_the_vocabularies_is_valid(name: str) -> None:
    world = World()
    require_valid(world, credential(world.issuer, **VARIANTS[name]))
