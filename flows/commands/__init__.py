"""The commands of `unspun`, one file each. What takes long to import is imported inside a command."""
