"""From files to figures and faults, incrementally: each step, what it sees, and under which key its outcome is kept."""
