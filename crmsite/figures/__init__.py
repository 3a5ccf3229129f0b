"""What scores answer with: facts with their receipts, what is owed, what a customer adds to the figures of all."""
