"""Addresses of the JSON interface, version 1."""

from django.urls import include, path
from rest_framework.routers import DefaultRouter
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView

from communities.api import CommunityViewSet

router = DefaultRouter()
router.register("communities", CommunityViewSet, basename="api-community")

urlpatterns = [
    path("auth/token/", TokenObtainPairView.as_view(), name="api-token"),
    path("auth/token/refresh/", TokenRefreshView.as_view(), name="api-token-refresh"),
    path("", include(router.urls)),
]
