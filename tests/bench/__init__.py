"""How fast kehoach is beside its peers, in the same run on the same machine. Run as `python -m tests.bench`."""
