"""Behind the Classify page: its job, its reviews, and what is made of them."""
