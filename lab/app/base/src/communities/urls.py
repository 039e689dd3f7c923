"""Addresses below /communities/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.CommunityList.as_view(), name="community-list"),
    path("add/", views.CommunityAdd.as_view(), name="community-add"),
    path("<int:pk>/", views.CommunityDetail.as_view(), name="community-detail"),
    path("<int:pk>/delete/", views.CommunityDelete.as_view(), name="community-delete"),
]
