"""Rules across records: each one pure function of a customer's case file; listed in the catalogue."""
