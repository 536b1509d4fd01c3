"""The expression language of forms: text → checked tree → value.

`check_expression` reads and types a text, `evaluate` computes its tree, `calculation_order` sorts formulas.
`columns`, which is imported by itself, computes a tree for all rows of a table at once.
"""

from .checking import check_expression
from .evaluation import Rows, Value, evaluate
from .language import KEYWORDS, LANGUAGE_VERSION, Expression, ExpressionError, State, Tree, Type, tree_as_json
from .order import calculation_order

__all__ = [
    "KEYWORDS",
    "LANGUAGE_VERSION",
    "Expression",
    "ExpressionError",
    "Rows",
    "State",
    "Tree",
    "Type",
    "Value",
    "calculation_order",
    "check_expression",
    "evaluate",
    "tree_as_json",
]
