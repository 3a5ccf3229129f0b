"""The metrics: each a pure function from the summaries of all customers and a window to a figure with what it is made of.

One file holds one family; :mod:`crmsite.metrics.table` lists them. Names and units stand in :mod:`crmsite.grammar.measures`.
"""
