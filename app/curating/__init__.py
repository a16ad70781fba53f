"""Behind the Dataset page: checks of a labelled folder, and what people decide."""
