"""What happens to a file: read, clean, extract, load; and the commands on the database."""

__version__ = "0.1.0"
