"""Scripts are served under names of their content, also those that another one imports."""

import re
import shutil
from pathlib import Path

from django.conf import settings

from config.static import StaticFilesStorage

IMPORT = re.compile(r'from "\./(?P<name>[a-z_]+)(?P<hash>\.[0-9a-f]{12})?\.js"')


def test_the_editor_imports_its_parts_by_their_hashed_names(tmp_path: Path) -> None:
    shutil.copytree(Path(settings.BASE_DIR) / "static/js", tmp_path / "js")
    storage = StaticFilesStorage(location=str(tmp_path), base_url="/static/")
    paths = {str(path.relative_to(tmp_path)): None for path in tmp_path.rglob("*.js")}
    for _name, _hashed, problem in storage.post_process({name: (storage, name) for name in paths}):
        assert not isinstance(problem, Exception)

    (start,) = (tmp_path / "js/editor").glob("start.*.js")
    found = [(each["name"], bool(each["hash"])) for each in IMPORT.finditer(start.read_text())]

    assert found == [("insertions", True), ("nodes", True), ("toolbar", True)]
    (nodes,) = (tmp_path / "js/editor").glob("nodes.*.js")
    assert [each["name"] for each in IMPORT.finditer(nodes.read_text()) if each["hash"]] == [
        "reference"
    ]
