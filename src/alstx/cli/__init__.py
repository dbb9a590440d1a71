"""The command line ``alstx``.

``app`` holds commands and errors, ``ask`` the commands that answer, ``files`` those that read and
write files, ``question`` what was asked, ``pages`` and ``cards`` what is shown, ``render`` how.
Only here are click and rich imported, and only once `alstx.__main__` runs a command.
"""
