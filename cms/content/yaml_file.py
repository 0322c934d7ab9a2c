"""YAML files <-> plain data, strictly: every key once, lines remembered, one way to write a thing."""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import yaml


class RichText(str):
    """Markdown. Written as a literal block, so that paragraphs and lists stay visible in the file."""


class YamlError(ValueError):
    """A file that is not the YAML we read; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        """Keep the line beside the words."""
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class YamlDocument:
    """The data of a file, and the line each value begins at, by its path of keys and indexes."""

    data: Any
    lines: dict[tuple[Hashable, ...], int]

    def line(self, path: tuple[Hashable, ...]) -> int:
        """Return the line of the value at `path`, or of the nearest value above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


# Only whole numbers and true/false are more than text: no dates, no "no" that means false.
_RESOLVERS = [
    ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")),
    ("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789")),
]


class _Loader(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


class _Dumper(yaml.SafeDumper):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out: anchors are not for authors."""
        return True


for _tag, _pattern, _first in _RESOLVERS:
    _Loader.add_implicit_resolver(_tag, _pattern, _first)
    _Dumper.add_implicit_resolver(_tag, _pattern, _first)


def _represent_rich(dumper: yaml.SafeDumper, data: RichText) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(data), style="|")


_Dumper.add_representer(RichText, _represent_rich)


def parse(text: str) -> YamlDocument:
    """Return the data of a YAML text.

    Raises:
        YamlError: not YAML, a key used twice, or something other than mappings, lists, text and numbers.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        raise YamlError(mark.line + 1 if mark else 1, f"not valid YAML: {reason}.") from error
    if node is None:
        raise YamlError(1, "the file is empty.")
    lines: dict[tuple[Hashable, ...], int] = {}
    return YamlDocument(_construct(node, (), lines), lines)


def _construct(node: yaml.Node, path: tuple[Hashable, ...], lines: dict[tuple[Hashable, ...], int]) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in mapping:
                raise YamlError(line, f"“{key}” is used twice; the first is in line {lines[(*path, key)]}.")
            mapping[key] = _construct(value_node, (*path, key), lines)
            lines[(*path, key)] = line
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, (*path, index), lines) for index, item in enumerate(node.value)]
    if node.tag.endswith(":int"):
        return int(node.value)
    if node.tag.endswith(":bool"):
        return node.value == "true"
    if not node.tag.endswith(":str"):
        raise YamlError(lines[path], f"a value of type {node.tag} is not allowed here.")
    return node.value


def write(data: Any) -> str:
    """Return the one way to write `data` as YAML: two spaces, keys in their order.

    Every text is one line, so that a diff shows just the text that changed.
    """
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31, indent=2)
