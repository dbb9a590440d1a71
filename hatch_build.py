"""Writes the snapshot into every wheel, with the project's own loader."""

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SnapshotHook(BuildHookInterface[Any]):
    """Adds the package ``alstx._snapshot`` to a wheel. A checkout needs none: it reads the YAML."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Reads the YAML, as strictly as `alstx.load` does, and writes the snapshot."""
        if self.target_name != "wheel" or version == "editable":
            return
        source = Path(self.root, "src")
        sys.path.insert(0, str(source))
        from alstx.io import loader  # noqa: PLC0415 (found just now)
        from alstx.kb import snapshot_writer  # noqa: PLC0415 (as above)

        folder = Path(self.directory, "snapshot")
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        snapshot_writer.write(loader.read(source / "alstx" / "data"), folder)
        build_data["force_include"][str(folder)] = "alstx/_snapshot"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clears up; the wheel has its copy."""
        del version, build_data, artifact_path
        shutil.rmtree(Path(self.directory, "snapshot"), ignore_errors=True)
