"""The error of inputs that cannot be found."""


class InputError(ValueError):
    """An input that does not exist or cannot be listed."""
