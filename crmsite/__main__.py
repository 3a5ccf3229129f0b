"""``python -m crmsite``."""

from crmsite.entry import run

run()
