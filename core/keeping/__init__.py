"""What the program keeps on the disk: where, how much, and how it is deleted."""
