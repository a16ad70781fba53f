"""What stands behind the Train page: estimates, trainings, and interrupted ones."""
