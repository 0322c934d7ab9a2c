"""Addresses of the translation desk, under the admin's."""

from django.urls import path

from cms.translation.desk import conflicting, editing, preparing, previewing, reviewing, saving
from cms.translation.exchange.views import exchange_urls
from cms.translation.overview_views import overview_urls

app_name = "translation"

desk_urls = [
    path("<int:page_id>/", editing.EditorView.as_view(), name="editor"),
    path("<int:page_id>/source/", editing.SourceView.as_view(), name="source"),
    path("<int:page_id>/texts/", saving.SaveView.as_view(), name="texts"),
    path("<int:page_id>/check/", saving.CheckView.as_view(), name="check"),
    path("<int:page_id>/suggestions/", saving.SuggestionsView.as_view(), name="suggestions"),
    path("<int:page_id>/fill/", saving.FillView.as_view(), name="fill"),
    path("<int:page_id>/submit/", reviewing.SubmitView.as_view(), name="submit"),
    path("<int:page_id>/withdraw/", reviewing.WithdrawView.as_view(), name="withdraw"),
    path("<int:page_id>/review/", reviewing.ReviewView.as_view(), name="review"),
    path("<int:page_id>/conflicts/", conflicting.ConflictsView.as_view(), name="conflicts"),
    path("<int:page_id>/preview/", previewing.PreviewView.as_view(), name="preview"),
    path("<int:page_id>/preview/<slug:side>/", previewing.FrameView.as_view(), name="preview_frame"),
    path("<int:page_id>/languages/", preparing.LanguagesView.as_view(), name="languages"),
    path("<int:page_id>/sync/", preparing.SyncView.as_view(), name="sync"),
]

urlpatterns = [*overview_urls, *exchange_urls, *desk_urls]
