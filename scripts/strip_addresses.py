"""Take out of package-lock.json every field that holds an address.

`npm ci` needs names, versions and hashes only. Used by `make lock`.
"""

import json
import sys
from pathlib import Path

ADDRESSES = ("funding", "resolved", "deprecated")


def main(name: str) -> None:
    lock = Path(name)
    content = json.loads(lock.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        for field in ADDRESSES:
            package.pop(field, None)
    lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
