from django.http import HttpResponse
from django.urls import path


async def health(request):
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("health/", health)]
