"""What the press is asked for, as it goes from the worker to the child process."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any

from reports.rendering.progress import Attachment


@dataclass(frozen=True)
class Order:
    """Print HTML to be made into a PDF; with attachments it becomes an archive copy."""

    html: str
    attachments: tuple[Attachment, ...] = ()

    def packed(self) -> bytes:
        """The order as a child process reads it."""
        attachments = [
            {**asdict(one), "content": b64encode(one.content).decode()} for one in self.attachments
        ]
        return json.dumps({"html": self.html, "attachments": attachments}).encode()

    @classmethod
    def unpacked(cls, data: bytes) -> "Order":
        """The order that was packed."""
        said: dict[str, Any] = json.loads(data)
        attachments = (
            Attachment(**{**one, "content": b64decode(one["content"])})
            for one in said["attachments"]
        )
        return cls(said["html"], tuple(attachments))
