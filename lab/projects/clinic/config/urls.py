from django.conf import settings
from django.contrib import admin
from django.http import JsonResponse
from django.urls import path


def health(request):
    return JsonResponse({"status": "ok"})


urlpatterns = [
    path("health/", health),
    path(getattr(settings, "ADMIN_URL", "admin/"), admin.site.urls),
]
