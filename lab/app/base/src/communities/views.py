"""Pages of the communities; all of them need a signed-in person."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.views.generic import CreateView, DeleteView, DetailView, ListView

from .forms import CommunityForm
from .models import Community


class CommunityList(LoginRequiredMixin, ListView):
    """All communities by name, fifty a page."""

    model = Community
    paginate_by = 50


class CommunityDetail(LoginRequiredMixin, DetailView):
    """One community."""

    model = Community


class CommunityAdd(LoginRequiredMixin, CreateView):
    """A form for a new one; leads to its page."""

    model = Community
    form_class = CommunityForm


class CommunityDelete(LoginRequiredMixin, DeleteView):
    """Asks first; leads back to the list."""

    model = Community
    success_url = reverse_lazy("community-list")
