"""Storing one text, and what helps while it is typed: checks, suggestions, identical texts."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail_localize.models import StringTranslation

from cms.translation.checks import check_text, terms_of
from cms.translation.desk.access import DeskView
from cms.translation.desk.editing import EditorView
from cms.translation.desk.formatting import difference, shown
from cms.translation.desk.rows import STATES, Problem, text_id
from cms.translation.desk.suggesting import suggestions_for
from cms.translation.machine import translate_missing
from cms.translation.memory import fill_identical
from cms.translation.roles import name_of
from cms.translation.texts import DeskText, TextError, save_text, tidy

CHANGED, GONE, LOCKED, FAULTY = 409, 410, 423, 422


def values_of(request: HttpRequest) -> Mapping[str, Any]:
    """Return what was posted, as JSON or as a form.

    Raises:
        BadRequest: JSON that is none.
    """
    if request.content_type != "application/json":
        return request.POST
    try:
        values = json.loads(request.body)
    except ValueError as fault:
        raise BadRequest("not JSON") from fault
    if not isinstance(values, dict):
        raise BadRequest("not an object")
    return values


class SaveView(DeskView):
    """Stores one text. Scripts get JSON; a plain form leads back to the editor."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Store the text, unless somebody else has changed it since the person saw it."""
        values = values_of(request)
        self.wants_json = request.content_type == "application/json"
        self.name, target = str(values.get("text", "")), tidy(str(values.get("target", "")))
        if self.lock:
            return self._refuse(LOCKED, str(_("The page is locked. Your words were not saved.")), target)
        found = self._find(self.name)
        if found is None:
            return self._refuse(GONE, str(_("The English text has changed meanwhile. Load the page again.")), target)
        if found.target not in {tidy(str(values.get("before", ""))), target}:
            message = _("%(who)s has changed this text meanwhile.") % {"who": self._who(found)}
            return self._refuse(CHANGED, message, target, found)
        if "\n" not in found.text.message.source:
            target = " ".join(target.split("\n"))
        try:
            save_text(self.desk_page, found, target, request.user)
        except TextError as fault:
            return self._refuse(FAULTY, str(fault), target)
        return self._saved(found, target)

    @property
    def with_drafts(self) -> bool:
        """Find the texts of the source's draft too: the editor shows them where it was asked to."""
        return bool(values_of(self.request).get("drafts"))

    def _find(self, name: str) -> DeskText | None:
        return next((text for text in self.desk_page.texts if text_id(text.text) == name), None)

    def _who(self, found: DeskText) -> str:
        row = (
            StringTranslation.objects.filter(
                context__object_id=self.target.translation_key,
                context__path=found.text.path,
                translation_of__data=found.text.data,
                locale_id=self.target.locale_id,
            )
            .select_related("last_translated_by")
            .first()
        )
        person = row.last_translated_by if row else None
        return name_of(person) or str(_("Somebody else"))

    def _saved(self, found: DeskText, target: str) -> HttpResponseBase:
        if not self.wants_json:
            messages.success(self.request, _("Saved."))
            drafts = "?drafts=1" if self.with_drafts else ""
            return redirect(f"{self.address('editor')}{drafts}#{self.name}")
        text = found.text
        if target:
            target = text.to_message(text.from_message(target, self.desk_page.links), self.desk_page.links)
        now = replace(found, target=target, review=None)
        return JsonResponse(
            {
                "target": target,
                "html": shown(target, rich=text.rich),
                "state": now.state,
                "state_label": str(STATES[now.state]),
            }
        )

    def _refuse(self, status: int, message: str, mine: str, found: DeskText | None = None) -> HttpResponseBase:
        if self.wants_json:
            answer: dict[str, Any] = {"message": message}
            if found:
                changes = difference(found.target, mine, rich=found.text.rich)
                answer |= {"theirs": found.target, "difference": changes}
            return JsonResponse(answer, status=status)
        editor = EditorView()
        editor.problems = {self.name: Problem(message, mine, found.target if found else None)}
        editor.setup(self.request, page_id=self.target.pk)
        response = editor.get(self.request)
        response.status_code = status
        return response


class CheckView(DeskView):
    """What the checks find in a text as it is typed, and how it will look. Stores nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Check the words."""
        values = values_of(request)
        source, target, rich = str(values.get("source", "")), str(values.get("target", "")), bool(values.get("rich"))
        language = self.target.locale.language_code
        findings = check_text(source, target, language, rich=rich, terms=terms_of(language)) if target.strip() else []
        return JsonResponse(
            {
                "html": shown(tidy(target), rich=rich),
                "findings": [
                    {"code": finding.code, "message": finding.message, "blocking": finding.blocking}
                    for finding in findings
                ],
            }
        )


class SuggestionsView(DeskView):
    """Translations of the same or a similar text."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Return them, the likest first."""
        name = request.GET.get("text", "")
        found = next((text for text in self.desk_page.texts if text_id(text.text) == name), None)
        if found is None:
            raise Http404
        return JsonResponse({"suggestions": suggestions_for(self.desk_page, found)})


class FillView(DeskView):
    """Fills in what is missing: texts that were translated elsewhere, or what a machine makes of them."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Fill in, and say how many."""
        if self.lock:
            raise PermissionDenied
        fill = translate_missing if request.POST.get("from") == "machine" else fill_identical
        try:
            number = fill(self.desk_page, request.user)
        except TextError as fault:
            messages.error(request, str(fault))
            return redirect(self.address("editor"))
        words = ngettext("%(number)d text was filled in.", "%(number)d texts were filled in.", number)
        messages.success(request, words % {"number": number})
        return redirect(reverse("translation:editor", args=[self.target.pk]))
