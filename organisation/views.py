"""Pages that belong to no committee. Logging in and passwords are allauth's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from organisation.forms import RemindersForm
from organisation.models import User


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the program answers and reaches its database; whoever watches it asks here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_settings(request: HttpRequest) -> HttpResponse:
    """Whether the person gets reminders by e-mail; each decides for themselves."""
    user = User.objects.get(email=request.user.get_username())
    form = RemindersForm(request.POST if request.method == "POST" else None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        said = _("You get reminders.") if user.reminders else _("You get no reminders.")
        messages.success(request, said)
        return redirect("reminder_settings")
    return render(request, "account/reminders.html", {"form": form})
