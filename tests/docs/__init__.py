"""The pages of `docs/` that are made from what they describe: commands, database, rules, errors.

`python -m pytest tests/test_docs.py` fails where a page is not what would be made now, or where something has no
description. `KEHOACH_REGENERATE=1` writes the pages anew; look at the change before you commit it.
"""
