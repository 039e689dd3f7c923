from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("live", lambda request: HttpResponse("ok", "text/plain"))]
