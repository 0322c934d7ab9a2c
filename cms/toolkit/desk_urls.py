"""Address of the import, under the admin's."""

from django.urls import path

from cms.toolkit.desk import ImportCanvasView

app_name = "toolkit"

urlpatterns = [path("", ImportCanvasView.as_view(), name="import_canvas")]
