"""One calm theme, light and dark, from fonts that the reader's machine already has."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

FONTS = (
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "system-ui",
    "sans-serif",
)
# Each part of the page brings its own style and behaviour; "looks" comes first.
STYLES = (
    "looks/page.css",
    "ask/ask.css",
    "ask/scope.css",
    "source/source.css",
    "library/library.css",
    "guide/guide.css",
    "measure/measure.css",
)
SCRIPTS = (
    "looks/page.js",
    "looks/language.js",
    "ask/ask.js",
    "ask/scope.js",
    "source/source.js",
    "library/library.js",
    "guide/guide.js",
)
_FOLDER = Path(__file__).parent.parent
_PINE = gr.themes.Color(
    c50="#eef6f4",
    c100="#d6eae6",
    c200="#aed5ce",
    c300="#7fbab0",
    c400="#4f9b90",
    c500="#2b7f74",
    c600="#17665c",
    c700="#12524a",
    c800="#0f423c",
    c900="#0c3430",
    c950="#071f1d",
)
_STONE = gr.themes.Color(
    c50="#faf9f6",
    c100="#f2f0eb",
    c200="#e4e1d9",
    c300="#cfcbc0",
    c400="#a09b8f",
    c500="#6f6b61",
    c600="#55514a",
    c700="#3d3a35",
    c800="#262521",
    c900="#1b1a18",
    c950="#131210",
)


def theme() -> gr.themes.Base:
    """Return the theme; no font or style of it comes from the network."""
    return gr.themes.Base(
        primary_hue=_PINE,
        secondary_hue=_PINE,
        neutral_hue=_STONE,
        font=list(FONTS),
        font_mono=["ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace"],
        radius_size=gr.themes.sizes.radius_md,
    ).set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_950",
        body_text_color="*neutral_900",
        body_text_color_dark="*neutral_100",
        body_text_color_subdued="*neutral_500",
        body_text_color_subdued_dark="*neutral_400",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="*neutral_900",
        background_fill_secondary="*neutral_50",
        background_fill_secondary_dark="*neutral_950",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_shadow="none",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_300",
        button_primary_background_fill_hover_dark="*primary_200",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="*neutral_900",
        input_background_fill="#ffffff",
        input_background_fill_dark="*neutral_800",
    )


def styles() -> str:
    """Return the style sheets of all parts, in order."""
    return "\n".join(script(name) for name in STYLES)


def scripts() -> str:
    """Return the scripts of all parts as one function, which the page runs once it is there."""
    return "() => {\n" + "\n".join(script(name) for name in SCRIPTS) + "\n}"


def script(name: str) -> str:
    """Return one script or style sheet by its path below ``chat``."""
    return (_FOLDER / name).read_text(encoding="utf-8")
