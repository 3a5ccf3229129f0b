"""One customer as it stood on a day: its records together, what could be seen, sums over its orders."""
