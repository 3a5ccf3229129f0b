"""Wanting 需求深析: how far we can meet what customers want, how much it matters to them, what many have in common."""
