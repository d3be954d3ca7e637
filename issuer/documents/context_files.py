"""Which contexts are bundled, and the hash of every byte and of the canonical JSON of each.

`schemas/PROVENANCE.md` names package and licence of each file. A file that does not match its hash
stops the process.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ContextFile:
    """One bundled context: its address, its file in `schemas/contexts/`, and its pinned hashes."""

    url: str
    file: str
    sha256: str
    jcs_sha256: str


CONTEXT_FILES: Final = (
    ContextFile(
        url="https://www.w3.org/ns/credentials/v2",
        file="credentials-v2.json",
        sha256="59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        jcs_sha256="b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    ),
    ContextFile(
        url="https://www.w3.org/2018/credentials/v1",
        file="credentials-v1.json",
        sha256="00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8",
        jcs_sha256="b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
    ),
    ContextFile(
        url="https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        file="ob-3.0.json",
        sha256="9f1c8f9f361ba2994b9b50701f41149919542c50c7b7455b2846d87959295d72",
        jcs_sha256="2c54acaa1cffda2420be32ab61f0a2082051211131c6337686f36f2537aa859b",
    ),
    ContextFile(
        url="https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        file="ob-3.0.1.json",
        sha256="5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
        jcs_sha256="8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5",
    ),
    ContextFile(
        url="https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        file="ob-3.0.2.json",
        sha256="00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
        jcs_sha256="bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c",
    ),
    ContextFile(
        url="https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        file="ob-3.0.3.json",
        sha256="3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
        jcs_sha256="04b1136ddc4eda9a8966bc7ef182789f233a26739473140ef75d6968c29a2966",
    ),
    ContextFile(
        url="https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        file="ob-extensions.json",
        sha256="87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
        jcs_sha256="15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7",
    ),
    ContextFile(
        url="https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        file="clr-2.0.1.json",
        sha256="880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6",
        jcs_sha256="7defe702c102faf14108579b7d65ef39ecf4c3bbef925b803e15bd77cd6e3394",
    ),
    ContextFile(
        url="https://w3id.org/security/data-integrity/v1",
        file="data-integrity-v1.json",
        sha256="b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
        jcs_sha256="9505bf85338a4c2121ad03992ac90061bc85d43bcfa34d9d47b779381cf08b5f",
    ),
    ContextFile(
        url="https://w3id.org/security/data-integrity/v2",
        file="data-integrity-v2.json",
        sha256="0f77743daf5b4e8fc067fc5ba5b21044283053aa717fc6b0219843bed3b00363",
        jcs_sha256="7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305",
    ),
    ContextFile(
        url="https://w3id.org/security/multikey/v1",
        file="multikey-v1.json",
        sha256="ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
        jcs_sha256="be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc",
    ),
    ContextFile(
        url="https://w3id.org/security/suites/ed25519-2020/v1",
        file="ed25519-2020-v1.json",
        sha256="b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
        jcs_sha256="fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691",
    ),
    ContextFile(
        url="https://www.w3.org/ns/did/v1",
        file="did-v1.json",
        sha256="62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
        jcs_sha256="a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
    ),
    ContextFile(
        url="https://w3id.org/vc/status-list/2021/v1",
        file="status-list-2021-v1.json",
        sha256="634d71c159289f068c96012e4511c657fdf82ac4231900081bda3ba24e2e1160",
        jcs_sha256="9768f9aa81ab6c3e2ad96b2d669eaba67afe13fff0140a853f1e3d313fab13b6",
    ),
)
