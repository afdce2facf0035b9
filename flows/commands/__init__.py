"""The commands of `unspun`, one file each. A command imports what is slow when it runs."""
