from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render

from .models import Loan


def health(request):
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def shelf(request):
    return render(request, "shelf.html", {"loans": Loan.objects.all()[:100]})
