"""From trees of text to typed records: which kind a path holds, what is refused, what was perhaps meant."""
