"""Days and deadlines: periods, fiscal years, workdays, and clocks that run on them."""
