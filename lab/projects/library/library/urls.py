from django.urls import path

from loans.views import health, shelf

urlpatterns = [
    path("healthz/", health),
    path("", shelf, name="shelf"),
]
