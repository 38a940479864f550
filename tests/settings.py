"""Settings for the tests: those of the program, made quick, whatever the environment says."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["DEBUG"] = "0"
os.environ["HTTPS"] = "0"

from config.settings import *  # noqa: E402, F403
from config.settings import BASE_DIR, DATABASES, STORAGES

# Otherwise each test's client reads all the static files that were ever collected here.
WHITENOISE_AUTOREFRESH = True

MUNICIPALITY = "Stockholms stad"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
ACCOUNT_RATE_LIMITS = False
# What an earlier test or run drew is drawn again: whoever tests what is kept names a folder.
PDF_CACHE_DIR = ""

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In memory, the threads of a server under test would share one connection, and one's
    # transaction would end another's.
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / "var/test-run.sqlite3"}
