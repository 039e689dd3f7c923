"""What a person may enter."""

from django import forms

from .models import Community


class CommunityForm(forms.ModelForm):
    """Only the name is required."""

    class Meta:
        model = Community
        fields = ["name", "region", "municipality", "residents"]
