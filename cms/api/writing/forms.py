"""Decoded values -> Wagtail's own form for a page type, with its rules, for the user who writes."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import get_form_for_model
from wagtail.blocks import BlockField
from wagtail.models import Page
from wagtail.utils.forms import FormValidationError

from cms.api.problems import ApiProblem, at
from cms.api.shapes.fields import description_field
from cms.learning.models import LearningPage


class _Given(forms.Widget):
    """A widget that hands a value on as it is: blocks come decoded, not as the fields of an HTML form."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name)


def page_form(page: LearningPage, parent: Page, values: Mapping[str, Any], user: Any) -> Any:
    """Return the bound form of a page with these fields only; what is not given stays as it is."""
    model = type(page)
    handler = model.get_edit_handler()
    options = {**handler.get_form_options(), "fields": list(values), "formsets": {}}
    form_class = get_form_for_model(model, form_class=handler.base_form_class or WagtailAdminPageForm, **options)
    data: MultiValueDict[str, Any] = MultiValueDict()
    for name, field in form_class.base_fields.items():
        value = values.get(name)
        data[name] = field.block.to_python(value) if isinstance(field, BlockField) else value
    form = form_class(data=data, instance=page, parent_page=parent, for_user=user)
    for field in form.fields.values():
        if isinstance(field, BlockField):
            field.widget = _Given()
            field.has_changed = lambda initial, data: True
    return form


def as_problem(error: ValidationError, model: type[LearningPage]) -> ApiProblem:
    """Return what a form refused, under the names of the API's fields."""
    named = {"slug": "id", description_field(model): "description"}
    faults = []
    if isinstance(error, FormValidationError):
        for path, messages in error.loc_errors:
            place = [named.get(str(part), part) for part in path if part != "__all__"]
            faults += [at("body", *place, msg=message) for message, _code in messages]
    elif hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            faults += [at("body", named.get(name, name), msg=message) for one in errors for message in one.messages]
    else:
        faults = [at("body", msg=message) for message in error.messages]
    words = "; ".join(f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in faults[:3])
    return ApiProblem(422, words, faults)


def block_faults(form: Any, names: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield what blocks refused, each with the id of its block: the form itself only says that something is wrong."""
    for name in names:
        error = form.errors.as_data().get(name) if form.is_bound else None
        for one in error or []:
            yield from _inside(one, ["body", "blocks"], form.data.get(name))


def _inside(error: Any, place: list[str | int], value: Any) -> Iterator[dict[str, Any]]:
    nested = getattr(error, "block_errors", None)
    if isinstance(nested, dict):
        for key, inner in nested.items():
            is_stream = isinstance(key, int) and value is not None and len(place) == 2
            yield from _each(inner, [*place, value[key].id if is_stream else key])
    elif isinstance(nested, list):
        for number, inner in enumerate(nested):
            yield from _each(inner, [*place, number])
    else:
        yield from (at(*place, msg=message) for message in error.messages)
    general: Any = getattr(error, "non_block_errors", None)
    for message in general.as_data() if hasattr(general, "as_data") else []:
        yield from (at(*place, msg=text) for text in message.messages)


def _each(inner: Any, place: list[str | int]) -> Iterator[dict[str, Any]]:
    for one in inner.as_data() if hasattr(inner, "as_data") else [inner]:
        if one is not None:
            yield from _inside(one, place, None)
