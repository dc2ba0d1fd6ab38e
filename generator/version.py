"""The version of sesgen; the build reads it from here."""

__version__ = "0.1.0"
HOME = "https://github.com/sesgen/sesgen"
DOCUMENTS = f"{HOME}/blob/main"
"""Where the files of the repository are published."""
