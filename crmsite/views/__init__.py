"""The pages, one module each: what they show as plain values and sentences, and under which addresses."""
