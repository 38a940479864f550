"""Static files as they are served in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own rule for `import … from "./cells.js"`.
IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names files by their content, also where a script of ours imports another: a page that was
    opened before a new version came goes on with the scripts that it began with.

    Only ours: other packages' scripts speak of files that are not there.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", IMPORTS))
