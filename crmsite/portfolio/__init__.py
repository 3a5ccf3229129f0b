"""The portfolio: all customers together, from their summaries. pandas begins and ends in this folder."""

from __future__ import annotations
