"""Customers, needs and strategy plans as files in git: validated, scored, explained, published."""

__version__ = "0.1.0"
