"""Waiting migrations: can the program before go on working while they are made, and after?

Two programs share the database while one replaces the other: the old one still answers requests, or is put back where
the new one fails. It writes rows without knowing new columns, and reads columns that it knows. So a migration may add
what the old program need not fill in, and may take away nothing.
"""

from typing import Any

from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import (
    AddField,
    AddIndex,
    AlterField,
    AlterModelManagers,
    AlterModelOptions,
    CreateModel,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

HARMLESS = (CreateModel, AddIndex, RemoveIndex, AlterModelOptions, AlterModelManagers)
# What a field says that its column does not.
OF_FORMS = frozenset({"verbose_name", "help_text", "choices", "validators", "blank", "editable", "error_messages"})


def waiting() -> tuple[list[Migration], list[str]]:
    """Return the migrations that wait, and in words what in them the program before could not live beside."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    plan = [migration for migration, _back in executor.migration_plan(loader.graph.leaf_nodes())]
    state = loader.project_state([node for node in loader.applied_migrations if node in loader.graph.nodes])
    known = set(state.models)
    obstacles = []
    for migration in plan:
        for operation in migration.operations:
            why = _obstacle(operation, migration.app_label, state)
            # The program before knows nothing of tables that are new.
            model = getattr(operation, "model_name", "") or getattr(operation, "name", "")
            if why and (not model or (migration.app_label, model.lower()) in known):
                obstacles.append(f"{migration}: {operation.describe()}: {why}")
            operation.state_forwards(migration.app_label, state)
    return plan, obstacles


def _obstacle(operation: Operation, app_label: str, state: ProjectState) -> str:
    if isinstance(operation, HARMLESS):
        return ""
    if isinstance(operation, AddField):
        return "" if _is_optional(operation.field) else "the program before would write rows without it"
    if isinstance(operation, AlterField):
        before = state.models[app_label, operation.model_name.lower()].fields[operation.name]
        return "" if _column(before) == _column(operation.field) else "the column changes under the program before"
    return "it may change what the program before relies on"


def _is_optional(field: "models.Field[Any, Any]") -> bool:
    """Tell whether a row may be written without the field's column being named."""
    return bool(field.many_to_many or field.null or field.has_db_default())


def _column(field: "models.Field[Any, Any]") -> tuple[str, tuple[Any, ...], dict[str, Any]]:
    _name, path, arguments, options = field.deconstruct()
    return path, tuple(arguments), {name: value for name, value in options.items() if name not in OF_FORMS}
