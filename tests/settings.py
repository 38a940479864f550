"""Settings for the tests: those of the program, made quick, whatever the environment says."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["DEBUG"] = "0"
os.environ["HTTPS"] = "0"

from config.settings import *  # noqa: E402, F403
from config.settings import BASE_DIR, DATABASES, STATIC_ROOT, STORAGES

# whitenoise warns where the folder is missing, and warnings are errors.
STATIC_ROOT.mkdir(exist_ok=True)

MUNICIPALITY = "Stockholms stad"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
ACCOUNT_RATE_LIMITS = False

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In memory, the threads of a server under test would share one connection, and one's
    # transaction would end another's.
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / "var/test-run.sqlite3"}
