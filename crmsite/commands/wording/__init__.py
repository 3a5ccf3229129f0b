"""What each command says, in both languages: one module a command, named like the first word of its keys."""
