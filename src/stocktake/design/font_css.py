"""The style sheet that names the font files, made from their list."""

from stocktake.design.fonts import web_faces


def font_css() -> str:
    """``@font-face`` rules for ``static/design/fonts.css``; addresses are relative to it."""
    head = "/* Made by `python -m stocktake.design.font_css`; a test says when it is old. */\n"
    return head + "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight};'
        f" font-style: {face.style}; font-display: swap;"
        f' src: url("fonts/{face.path.name}") format("woff2");'
        f" unicode-range: {face.unicode_range}; }}\n"
        for face in web_faces()
    )


if __name__ == "__main__":
    from pathlib import Path

    Path(__file__).with_name("static").joinpath("design", "fonts.css").write_text(
        font_css(), encoding="utf-8"
    )
