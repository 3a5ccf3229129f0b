"""Duties 维护义务: what a tier's playbook and the plans for segments call for at one customer, and how it was kept."""
