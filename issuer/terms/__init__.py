"""Every string of a specification, written once: `vc` and `ob` hold names, `codes` the error codes."""
