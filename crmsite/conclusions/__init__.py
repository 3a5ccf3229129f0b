"""Conclusions: what the data say of all customers, each sentence behind a gate, and what follows from it.

A finding carries the customers it speaks of and those it was held against, its interval and its strength; a recommendation
cites findings and is never made without one.
"""
