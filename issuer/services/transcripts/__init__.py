"""What a holder asks an issuer for: a transcript of everything (CLR 2.0), and a page for a committee."""
