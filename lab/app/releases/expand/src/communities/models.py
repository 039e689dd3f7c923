"""What is known about a community."""

from django.db import models
from django.urls import reverse


class Community(models.Model):
    """An Other Bangsamoro Community: people outside the autonomous region who belong to it."""

    class Region(models.TextChoices):
        """Regions as the statistics authority numbers them."""

        IX = "IX", "Region IX (Zamboanga Peninsula)"
        X = "X", "Region X (Northern Mindanao)"
        XI = "XI", "Region XI (Davao Region)"
        XII = "XII", "Region XII (SOCCSKSARGEN)"

    name = models.CharField(max_length=120, unique=True)
    region = models.CharField(
        max_length=4, choices=Region, default=Region.XII, blank=True
    )
    # NULL, not empty, until the rows of earlier releases are filled in.
    municipality = models.CharField(max_length=80, null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "communities"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The community's own page."""
        return reverse("community-detail", args=[self.pk])
