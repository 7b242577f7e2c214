"""Points are whole numbers of a wallet's smallest unit."""

LARGEST_POINTS = 2**53 - 1  # safe in JSON; larger is refused


def share_by_largest_remainder(whole: int, weights: list[int]) -> list[int]:
    """Share ``whole`` (>= 0) among non-negative weights so that the parts add up to it.

    Each part is the floor of its exact share; what is left goes one by one to the largest remainders, ties to the earlier place.
    When every weight is 0 the first place takes all. An empty list of weights gives an empty list.
    """
    if not weights:
        return []
    total = sum(weights)
    if total == 0:
        return [whole] + [0] * (len(weights) - 1)
    parts = [whole * weight // total for weight in weights]
    left = whole - sum(parts)
    if left:
        by_remainder = sorted([(-(whole * weight % total), place) for place, weight in enumerate(weights)])
        for _, place in by_remainder[:left]:
            parts[place] += 1
    return parts
