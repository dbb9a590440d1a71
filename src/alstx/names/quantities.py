"""Patterns of what may follow a name in free text: a strength, grams, a weight, a length."""

AMOUNT = r"\d+(?:[.,]\d+)?"
UNIT = r"(?:mg|mcg|µg|ug|g|ml|mmol|units?|iu|%)"
STRENGTH = rf"\W{{0,2}}{AMOUNT}\s*{UNIT}(?![^\W_])"
GRAMS = rf"\W{{0,2}}{AMOUNT}\s*(?:g|gm|grams?|grammes?)(?![^\W_])"
WEIGHT = rf"(?:{GRAMS}|\W{{0,2}}{AMOUNT}\s*mg(?![^\W_]))"
LENGTH = (
    r"(?:\W{1,3}(?:is|was|measur\w+|diameter|calib\w+|dilat\w+|of|to|at|up|about|approximately))"
    rf"{{0,4}}\W{{0,3}}{AMOUNT}\s*(?:mm|cm)(?![^\W_])"
)
"""Text after a name: a strength, grams, a weight, a length with words such as `measures`."""
