"""Keys, signers, cryptosuites, Data Integrity and VC-JWT: everything that touches a signature.

Modules: `keys` (public keys, Multikey and JWK), `signers` and `keyring` (private keys, each bound to one
controller), `cryptosuites` (one file per suite), `data_integrity` and `proofs` (W3C VC Data Integrity 1.0),
`jose` (VC-JWT of Open Badges 3.0). No network, no clock, no database: what a proof needs comes in as an
argument, and who may use a key is decided above, by the DID document of the issuer.
"""
