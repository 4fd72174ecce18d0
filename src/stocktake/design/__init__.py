"""Page components, tokens, fonts, charts and maps as SVG."""
