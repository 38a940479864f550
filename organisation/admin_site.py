"""Django's administration pages: for what has no page of its own yet."""

from django.contrib.admin import AdminSite as DjangoAdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from organisation.access import may_administer


class AdminSite(DjangoAdminSite):
    """Lets in whoever the access rules let in, through the log-in page that everybody uses."""

    site_title = _("Rödtråd administration")
    site_header = _("Rödtråd administration")
    index_title = _("What has no page of its own yet")

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # It takes many things away at once without asking what hangs on a locked round.
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        return may_administer(request.user)

    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path))
