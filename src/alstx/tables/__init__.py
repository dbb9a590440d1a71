"""Flat tables: the columns of each kind of record, and dicts and frames of them."""
