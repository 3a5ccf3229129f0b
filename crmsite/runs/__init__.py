"""The runs there are, from top to bottom: a build, a check, one customer looked up, a server; and what a run says of itself."""
