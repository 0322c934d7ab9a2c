"""Addresses of the desk, under the admin's."""

from django.urls import path

from cms.assessment import awards, bulk, evidence, handling, mail_texts, queue, sheet, statistics

app_name = "assessment"

urlpatterns = [
    path("", queue.QueueView.as_view(), name="queue"),
    path("results/", queue.QueueView.as_view(results_only=True), name="queue_results"),
    path("awards/", awards.AwardsView.as_view(), name="awards"),
    path("awards/results/", awards.AwardsView.as_view(results_only=True), name="awards_results"),
    path("awards/<int:pk>/revoke/", awards.RevokeView.as_view(), name="revoke"),
    path("bulk/", bulk.BulkView.as_view(), name="bulk"),
    path("bulk/sample/", bulk.BulkSampleView.as_view(), name="bulk_sample"),
    path("statistics/", statistics.StatisticsView.as_view(), name="statistics"),
    path("<uuid:pk>/evidence/<int:number>/", evidence.EvidenceView.as_view(), name="evidence"),
    path("mails/", mail_texts.MailTextsView.as_view(), name="mail_texts"),
    path("mails/<slug:kind>/<slug:language>/", mail_texts.MailTextView.as_view(), name="mail_text"),
    path("<uuid:pk>/", sheet.SheetView.as_view(), name="sheet"),
    path("<uuid:pk>/step/", handling.HandlingView.as_view(), name="handle"),
]
