"""What stands behind the Models page."""
