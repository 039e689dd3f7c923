"""Communities in Django's admin."""

from django.contrib import admin

from .models import Community


@admin.register(Community)
class CommunityAdmin(admin.ModelAdmin):
    """Found by name, narrowed by region."""

    list_display = ["name", "region", "municipality", "population"]
    list_filter = ["region"]
    search_fields = ["name"]
