"""From bytes to trees of text: which files there are, and what is written in them, before anything means something."""
