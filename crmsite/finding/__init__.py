"""Search: what can be found, under which letters, and the files that a page's script looks it up in."""
