"""Communities as JSON."""

from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ModelViewSet

from .models import Community


class CommunitySerializer(ModelSerializer):
    """Everything on record."""

    class Meta:
        model = Community
        fields = ["id", "name", "region", "municipality", "population", "created_at"]


class CommunityViewSet(ModelViewSet):
    """List, read, create, change and delete."""

    queryset = Community.objects.all()
    serializer_class = CommunitySerializer
