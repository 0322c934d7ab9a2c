"""The JSON Schema of the content files."""

import json
from pathlib import Path
from typing import Any

SCHEMA: dict[str, Any] = json.loads((Path(__file__).parent / "content.schema.json").read_text("utf-8"))
