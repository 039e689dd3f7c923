"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from core import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("ready/", views.ready, name="ready"),
    path("metrics/", views.metrics, name="metrics"),
    path("login/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("communities/", include("communities.urls")),
    path("ops/ping-task/", views.start_ping, name="ping-start"),
    path("ops/ping-task/<uuid:task_id>/", views.ping_state, name="ping-state"),
    path("api/v1/", include("obc_management.api")),
    path("admin/", admin.site.urls),
]
