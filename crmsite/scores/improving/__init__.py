"""Improvement 改进: what a problem comes from, what is done about it, whether that worked, and what nobody followed up."""
