"""Plans written for this project, with gold facts beside them."""
