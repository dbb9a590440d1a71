"""Hook of PyInstaller: the modules that alstx imports by name, and the files that it reads."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

_APART = ("alstx.testing", "alstx.plot", "alstx.cli", "alstx._pyinstaller")
"""What needs more than an application of ours has: it comes along where it is imported."""

hiddenimports = collect_submodules(
    "alstx", filter=lambda name: not name.startswith(_APART), on_error="raise"
)
datas = collect_data_files("alstx", excludes=["_pyinstaller/*"])
