"""The kinds of record, one module per family of them."""
