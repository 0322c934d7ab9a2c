"""CMS -> content/: the files that load would read, byte for byte where nothing was edited."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from wagtail.images.models import Image

from cms.content import po_file, yaml_file
from cms.content.documents import LINKS_FILE, ORDER_FILE
from cms.content.recordings import recording_files, remove_other_audio
from cms.content.state import PROJECT_FILES, CmsState, read_state
from cms.learning.models import BlockKey
from cms.learning.plain import PlainWriter
from cms.learning.snapshot import Snapshot, take_snapshot
from cms.projects import current


@dataclass
class DumpReport:
    """How many files a dump wrote, and how many stood there with the same bytes."""

    written: list[str] = field(default_factory=list)
    same: int = 0


def dump_content(root: Path, tick: Callable[[str], None] = lambda text: None) -> DumpReport:
    """Write the live content of the project that is meant here to `root`.

    Files there that have the same bytes are not touched.
    """
    report = DumpReport()
    _name_new_blocks()
    state = read_state(tick)
    for name in (*PROJECT_FILES, ORDER_FILE):
        data = state.project_data(name.removesuffix(".yaml"))
        # Links are known only where somebody has checked them, and most projects have the usual order.
        if data or name not in {LINKS_FILE, ORDER_FILE}:
            _write(root, name, yaml_file.write(data).encode(), report)
        elif name == ORDER_FILE:
            (root / name).unlink(missing_ok=True)
    for folder, document in state.documents.items():
        tick(folder)
        _write(root, document.file, yaml_file.write(state.source_data(folder)).encode(), report)
        for code in current().codes:
            messages = state.messages(folder, code) if code != settings.LANGUAGE_CODE else []
            if any(message.target for message in messages):
                _write(root, document.po_file(code), po_file.write(code, messages).encode(), report)
    _copy_images(root, state)
    for name, content in recording_files():
        _write(root, name, content, report)
        remove_other_audio(root, name)
    return report


def _write(root: Path, name: str, content: bytes, report: DumpReport) -> None:
    path = root / name
    if path.is_file() and path.read_bytes() == content:
        report.same += 1
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # A file that is cut off can still be one that is right; so there is the old one until the new one is whole.
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".dump-", delete=False) as file:
        whole = Path(file.name)
        try:
            file.write(content)
            file.flush()
            whole.chmod(path.stat().st_mode if path.is_file() else 0o644)
            whole.replace(path)
        except BaseException:
            whole.unlink(missing_ok=True)
            raise
    report.written.append(name)


def _copy_images(root: Path, state: CmsState) -> None:
    """Put each picture that came from content/ beside the file that shows it."""
    prefix = current().prefix
    for image in Image.objects.filter(title__startswith=prefix).exclude(title=""):
        folder = image.title.removeprefix(prefix).rpartition("/")[0]
        if folder in state.documents:
            target = root / folder / state.image_names[image.pk]
            with image.open_file() as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)


def _name_new_blocks() -> None:
    """Give blocks made in the editor their readable name for good, so that it does not change with the next dump."""
    snapshot = take_snapshot()
    known = set(snapshot.keys)
    missing = {block_id for block_id in _block_ids(snapshot) if block_id not in known}
    BlockKey.objects.bulk_create([BlockKey(id=block_id, key=block_id[:8]) for block_id in sorted(missing)])


def _block_ids(snapshot: Snapshot) -> set[str]:
    found: set[str] = set()

    def collect(value: object) -> None:
        if isinstance(value, dict):
            if "id" in value and "key" in value:
                found.add(value["id"])
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    for node in snapshot.nodes.values():
        if node.language == snapshot.source_language:
            collect(PlainWriter(keys={}).page_fields(node.page))
    return found
