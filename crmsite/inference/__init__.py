"""What can be concluded from few or many observations: intervals, exact tests, limits. Pure arithmetic; it knows no customer.

A share or mean is a ``Fraction`` or whole number going in, so that equal values are equal; results are ``Decimal``. A
probability is worked out by counting in whole numbers wherever that can be done, so a limit is reached or not, never nearly.
"""
