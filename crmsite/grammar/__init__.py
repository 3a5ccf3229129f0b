"""What may be written and what a piece of text means: types of fields, their values, the shape of records and tables."""
