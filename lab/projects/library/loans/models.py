from django.db import models


class Loan(models.Model):
    title = models.CharField(max_length=200)
    reader = models.CharField(max_length=200)
    due = models.DateField()

    def __str__(self):
        return f"{self.title} ({self.reader})"
