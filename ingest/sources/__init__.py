"""One reader per format; each yields records or says why a record was rejected."""
