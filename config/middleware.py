"""What every answer carries."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

# The addresses that everybody may open without logging in, and nobody else decides: what
# stands under them is the same for all (docs/publishing.md).
PUBLIC = ("/publicerat/", "/oppna-data/", "/sitemap.xml", "/robots.txt")
# What an answer that is the same for all does not vary with.
PERSONAL = ("cookie", "accept-language")


def is_public(request: HttpRequest) -> bool:
    """Whether the address is of a page for everybody."""
    return request.path_info.startswith(PUBLIC)


def know_nobody(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A public page is the same for everybody, so that one copy of it serves all.

    Nothing of who asks gets in: cookies are taken off before anything can read them. And
    nothing gets out that would part the copies: no cookie, and no word that the answer
    varies with one, or with the language that a browser prefers.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if not is_public(request):
            return get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES = {}
        response = get_response(request)
        response.cookies.clear()
        varies = [word.strip() for word in response.get("Vary", "").split(",")]
        kept = [word for word in varies if word.lower() not in PERSONAL and word]
        del response["Vary"]
        if kept:
            response["Vary"] = ", ".join(kept)
        return response

    return answer


def keep_private(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """What somebody who is logged in has seen is kept by no browser and no proxy.

    Committees work on drafts, also on computers that others sit down at.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


class LoginRequired(LoginRequiredMiddleware):
    """Sends people to the log-in page, unless they ask for a public page, but tells scripts
    that the session has ended.

    A script that followed to the log-in page would take it for its answer.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if is_public(request):
            return None
        answer: HttpResponseBase | None = super().process_view(
            request, view_func, view_args, view_kwargs
        )
        if answer is not None and request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({"message": _("You are logged out.")}, status=401)
        return answer
