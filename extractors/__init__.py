"""How kehoach finds facts in a text: one spaCy component a fact type.

Facts stand in the text of the `Doc` (the working copy, see `pipeline/clean.py`); `pipeline/rows.py` turns their
places into places in the source as read.
"""
