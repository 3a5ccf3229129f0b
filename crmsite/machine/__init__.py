"""Bytes, digests and processes: what is written how, what is remembered, who works on it. It knows nothing of customers."""
