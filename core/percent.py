"""The one way of writing a percentage, for all rooms."""


def percent(value: float, decimals: int = 1) -> str:
    """Return 0.913 as ``91.3 %``, with a space that does not break."""
    return f"{100 * value:.{decimals}f}\N{NO-BREAK SPACE}%"
