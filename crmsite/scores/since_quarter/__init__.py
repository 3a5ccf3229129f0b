"""What is different since the end of the last quarter: how a customer stood then, and every change since."""
