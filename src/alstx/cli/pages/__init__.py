"""What commands show: pages of plain blocks, made of records, and the screen that draws them.

A command chooses records; a page module turns them into blocks; `screen` alone knows how wide
the terminal is, whether it has colours, and rich.
"""
