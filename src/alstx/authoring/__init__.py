"""From files to records: the only rooms that know YAML and cattrs."""
