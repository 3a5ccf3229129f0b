"""The words of the program: one module per area and language, each with ``MESSAGES``."""
