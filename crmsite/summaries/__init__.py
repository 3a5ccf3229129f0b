"""What the pages about all customers need of one, in plain values that a memo keeps exactly."""
