"""Addresses of the second factor and of sessions, under the admin's."""

from django.urls import path

from cms.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.OverviewView.as_view(), name="overview"),
    path("set-up/", views.SetUpView.as_view(), name="set_up"),
    path("code/", views.CodeView.as_view(), name="code"),
    path("password/", views.PasswordView.as_view(), name="password"),
    path("confirm/", views.ConfirmView.as_view(), name="confirm"),
    path("codes/", views.CodesView.as_view(), name="codes"),
    path("turn-off/", views.TurnOffView.as_view(), name="turn_off"),
    path("end-sessions/", views.EndSessionsView.as_view(), name="end_sessions"),
]
