"""Hook of PyInstaller: the modules that alstx imports by name, and the files that it reads."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

_APART = tuple(f"alstx.{name}" for name in ("__main__", "_pyinstaller", "cli", "plot", "testing"))
"""Modules left out unless the application imports them: they need libraries of their own."""

hiddenimports = collect_submodules(
    "alstx", filter=lambda name: not name.startswith(_APART), on_error="raise"
)
datas = collect_data_files("alstx", excludes=["_pyinstaller/*"])
# optional libraries come along where the application imports them, not because annotations do
excludedimports = ["hypothesis", "matplotlib", "narwhals", "pandas", "polars", "pyarrow"]
