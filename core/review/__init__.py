"""What people said of the program's answers, kept safe."""
