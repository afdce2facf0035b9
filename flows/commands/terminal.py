"""What commands print of texts of others."""

from flows.printable import printable, printable_json, printable_line

__all__ = ["printable", "printable_json", "printable_line"]
