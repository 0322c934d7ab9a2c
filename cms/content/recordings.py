"""skills/SLUG/podcast.LANG.* <-> recordings of the CMS and their documents."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.core.files import File
from django.db import transaction
from wagtail.documents.models import Document
from wagtail.models import Locale
from wagtail.utils.file import hash_filelike

from cms.content.documents import ContentTree, PageDocument
from cms.content.errors import Problems
from cms.content.state import CmsState
from cms.learning.models import Recording, SkillPage
from cms.learning.models.recording import AUDIO, CAPTIONS
from cms.learning.projects import of_project
from cms.projects import current

# Where in a file its kind is written, and how: a text that was saved under an audio file's name is noticed.
SIGNS: dict[str, tuple[int, tuple[bytes, ...]]] = {
    "mp3": (0, (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")),
    "m4a": (4, (b"ftyp",)),
    "ogg": (0, (b"OggS",)),
    "opus": (0, (b"OggS",)),
    "wav": (0, (b"RIFF",)),
}


@dataclass(frozen=True)
class RecordingFile:
    """The audio or the captions of a podcast in one language: `path` is its address inside content/."""

    path: str
    source: Path
    slug: str
    language: str

    @property
    def extension(self) -> str:
        """The ending of the name, without the dot."""
        return self.source.suffix.removeprefix(".")

    @property
    def is_captions(self) -> bool:
        """Whether this is the captions and not the audio."""
        return self.extension in CAPTIONS

    @property
    def digest(self) -> str:
        """The SHA-1 of the file, as Wagtail notes it for its documents."""
        with self.source.open("rb") as handle:
            return str(hash_filelike(handle))


class Recordings:
    """The recordings in the files of a content tree, for one load."""

    def __init__(self, tree: ContentTree) -> None:
        """Find and check the files.

        Raises:
            ContentError: with every fault found; nothing was changed.
        """
        problems = Problems(tree.root)
        found = [
            file
            for document in tree.documents
            if document.schema == "skill"
            for file in _files_of(tree, document, problems)
        ]
        problems.raise_if_any()
        self.files = {file.path: file for file in found}
        self.digests = {file.path: file.digest for file in found}

    def digest_in_cms(self, path: str, state: CmsState) -> str:
        """Return the digest of any file of content/ as a dump would write it; "" where the CMS has nothing of it."""
        file = self.files.get(path)
        if file is None:
            return state.digest_of(path)
        recording = _recording(file.slug, file.language)
        document = recording and (recording.captions if file.is_captions else recording.audio)
        return document.get_file_hash() if document else ""

    def load(self, changed: Collection[str]) -> None:
        """Put the changed files into the CMS; the pages of their modules are there already."""
        touched = {(file.slug, file.language) for file in self.files.values() if file.path in changed}
        for slug, language in sorted(touched):
            recording = _recording(slug, language) or Recording(
                module=of_project(SkillPage.objects.all()).get(slug=slug, locale=Locale.get_default()),
                locale=Locale.objects.get(language_code=language),
            )
            is_new = recording.pk is None
            for file in self.files.values():
                if (file.slug, file.language) == (slug, language) and (is_new or file.path in changed):
                    setattr(recording, "captions" if file.is_captions else "audio", _document(file))
            recording.save()
            _forget_replaced(slug, language, {recording.audio_id, recording.captions_id})


def recording_files() -> Iterator[tuple[str, bytes]]:
    """Yield the files of all recordings of the CMS: address inside content/ and content."""
    own = of_project(Recording.objects.all(), "module__path")
    for recording in own.select_related("module", "locale", "audio", "captions").order_by("pk"):
        for document in filter(None, (recording.audio, recording.captions)):
            name = f"podcast.{recording.locale.language_code}.{document.file_extension.lower()}"
            with document.open_file() as handle:
                yield f"skills/{recording.module.slug}/{name}", handle.read()


def remove_other_audio(root: Path, path: str) -> None:
    """Remove the audio that the one at `path` has replaced: the same podcast and language in another format."""
    target = root / path
    if target.suffix.removeprefix(".") in AUDIO:
        for other in target.parent.glob(f"{target.stem}.*"):
            if other != target and other.suffix.removeprefix(".") in AUDIO:
                other.unlink()


def _recording(slug: str, language: str) -> Recording | None:
    rows = of_project(Recording.objects.all(), "module__path")
    found: Recording | None = rows.filter(module__slug=slug, locale__language_code=language).first()
    return found


def _document(file: RecordingFile) -> Document:
    """Return the document of a file, made or brought up to date; its title is its address inside content/.

    The stored name holds the digest: the same content has the same address in every database, and browsers may keep it.
    """
    title = f"{current().prefix}{file.path}"
    document = Document.objects.filter(title=title).first() or Document(title=title)
    storage = document.file.storage
    before, digest = document.file.name, file.digest
    name = f"documents/{current().prefix}{file.slug}-podcast.{file.language}.{digest[:8]}.{file.extension}"
    if not storage.exists(name):
        with file.source.open("rb") as handle:
            storage.save(name, File(handle))
    document.file, document.file_hash, document.file_size = name, digest, file.source.stat().st_size
    document.save()
    if before and before != name:
        transaction.on_commit(partial(storage.delete, before))
    return document


def _forget_replaced(slug: str, language: str, used: Collection[int | None]) -> None:
    """Delete the documents that came from a file of this recording before, in another format."""
    title = f"{current().prefix}skills/{slug}/podcast.{language}."
    for document in Document.objects.filter(title__startswith=title).exclude(pk__in=[pk for pk in used if pk]):
        document.delete()


def _files_of(tree: ContentTree, document: PageDocument, problems: Problems) -> list[RecordingFile]:
    """Return the files of a module's recordings; note what is wrong with them."""
    known = tree.owner.codes
    paths = sorted((tree.root / document.folder).glob("podcast.*"))
    found = []
    for path in paths:
        language = path.stem.removeprefix("podcast.")
        if fault := _fault(path, language, known):
            problems.add(path, 0, fault)
        else:
            found.append(RecordingFile(f"{document.folder}/{path.name}", path, document.slug, language))
    for path in paths[: not document.source.data.get("podcast")]:
        problems.add(path, 0, f"{document.name} has no podcast, so nobody would hear it.")
    for language in known:
        audio = [file for file in found if file.language == language and not file.is_captions]
        captions = [file for file in found if file.language == language and file.is_captions]
        if len(audio) > 1:
            names = " and ".join(file.source.name for file in audio)
            problems.add(audio[1].source, 0, f"two recordings in one language, {names}: keep one.")
        if captions and not audio:
            problems.add(captions[0].source, 0, f"captions without a recording: there is no podcast.{language}.mp3.")
    return found


def _fault(path: Path, language: str, known: Collection[str]) -> str:
    """Return what is wrong with a file by itself, "" where nothing is."""
    extension = path.suffix.removeprefix(".")
    if extension not in AUDIO | CAPTIONS:
        return f"not a kind of file that browsers play: known are {', '.join(sorted(AUDIO))}, and vtt for captions."
    if language not in known:
        return f"unknown language “{language}”: known are {', '.join(known)} (LANGUAGES)."
    with path.open("rb") as handle:
        head = handle.read(64)
    if extension in CAPTIONS:
        # The header as the WebVTT standard defines it: a byte order mark may stand before it, words after a space.
        first = head.removeprefix(b"\xef\xbb\xbf").splitlines()[:1]
        return (
            "" if first and first[0].split(maxsplit=1)[:1] == [b"WEBVTT"] else "not captions: line 1 must say WEBVTT."
        )
    start, signs = SIGNS[extension]
    return "" if head[start:].startswith(signs) else f"the file holds no {extension} audio."
