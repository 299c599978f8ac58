"""Archives of made plans with known facts: `python -m tests.archive FOLDER --files 10000`."""
