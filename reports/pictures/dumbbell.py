"""A dumbbell: how far women and men are apart in an indicator.

A filled circle for women, an open square for men: told apart without colours. The scale holds
zero, and the whole where the figures are shares, so that a small gap looks small.
"""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.gaps import Gap
from reports.pictures.bullet import has_shares
from reports.pictures.scale import scale_of
from reports.pictures.svg import ACCENT, INK, LINE, PAPER, SOFT, picture, shape

SIZE = (260, 20)
LEFT, RIGHT, MIDDLE = 8, 252, 10


def dumbbell(gap: Gap, size: str) -> SafeString:
    """The dumbbell of a gap; `size` is the gap as it is told."""
    row = gap.indicator
    women, men = row.women.amount, row.men.amount
    assert women is not None  # noqa: S101 - a gap is between two numbers
    assert men is not None  # noqa: S101
    scale = scale_of((women, men), left=LEFT, right=RIGHT, shares=gap.in_points or has_shares(row))
    her, him = scale.x(women), scale.x(men)
    title = _("%(name)s: women %(women)s, men %(men)s. Difference %(size)s.") % {
        "name": row.name,
        "women": row.women.text,
        "men": row.men.text,
        "size": size,
    }
    across = f"M{scale.left:.1f} {MIDDLE}H{scale.right:.1f}"
    between = f"M{min(her, him):.1f} {MIDDLE}H{max(her, him):.1f}"
    shapes = [
        shape("path", "axis", d=across, stroke=LINE, stroke_width="0.8"),
        shape("path", "axis", d=f"M{scale.zero:.1f} 4V16", stroke=LINE, stroke_width=1),
        shape("path", "gap", d=between, stroke=SOFT, stroke_width=3),
        shape(
            "rect",
            "men",
            x=him - 6,
            y=MIDDLE - 6,
            width=12,
            height=12,
            fill=PAPER,
            stroke=INK,
            stroke_width="1.6",
        ),
        shape("circle", "women", cx=her, cy=MIDDLE, r=4, fill=ACCENT),
    ]
    return picture("dumbbell", title, SIZE, shapes)
