"""Keys in PEM: one public key and nothing else, with the same checks as every other key."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from issuer.errors import ResolutionError
from issuer.signing import pem
from issuer.signing.key_types import KeyType
from tests.signing.makers import signer_for

SPKI = PublicFormat.SubjectPublicKeyInfo


def spki(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, SPKI).decode()


def test_every_key_type_is_read() -> None:
    rsa_key = signer_for(KeyType.RSA).public_key
    text = f"-----BEGIN PUBLIC KEY-----\n{base64.encodebytes(rsa_key.raw).decode()}-----END PUBLIC KEY-----\n"
    assert pem.public_key(text) == rsa_key
    assert pem.public_key(text.replace("\n", "\r\n")) == rsa_key
    for curve, key_type in ((ec.SECP256R1(), KeyType.P256), (ec.SECP384R1(), KeyType.P384)):
        assert pem.public_key(spki(ec.generate_private_key(curve).public_key())).key_type is key_type
    made = ed25519.Ed25519PrivateKey.generate().public_key()
    assert pem.public_key(spki(made)).raw == made.public_bytes_raw()


def test_the_older_form_of_an_rsa_key_is_the_same_key() -> None:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    older = made.public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()
    assert "RSA PUBLIC KEY" in older
    assert pem.public_key(older) == pem.public_key(spki(made))


def test_weak_and_foreign_keys_are_refused() -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()  # noqa: S505  (weak on purpose)
    foreign = [
        ed448.Ed448PrivateKey.generate().public_key().public_bytes(Encoding.PEM, SPKI).decode(),
        dsa.generate_private_key(2048).public_key().public_bytes(Encoding.PEM, SPKI).decode(),
        spki(ec.generate_private_key(ec.SECP256K1()).public_key()),
        spki(short) + spki(short),
    ]
    with pytest.raises(ResolutionError) as error:
        pem.public_key(spki(short))
    assert error.value.code == "KEY_TOO_WEAK"
    for text in foreign:
        with pytest.raises(ResolutionError) as error:
            pem.public_key(text)
        assert error.value.code == "INVALID_VERIFICATION_METHOD"
