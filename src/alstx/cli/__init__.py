"""The command line ``alstx``.

``app`` holds commands and errors, ``ask`` the commands that answer, ``files`` those that read and
write files, ``options`` and ``question`` what was asked, ``pages``, ``show`` and ``json`` what is
answered, ``render`` and ``screen`` how it is shown. Only here are click and rich imported, and
only once `alstx.__main__` runs a command.
"""
