"""From a view to bytes: theme, templates, sanitised Markdown."""
