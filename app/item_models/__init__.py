"""What tables, sheets and trees show: item models over typed columns."""
