"""Print: PDF papers from a template and data. The one place that calls the typesetter.

A template is a `.typ` file among the templates of a room; it imports `/core/printing/page.typ`, which knows
paper, fonts and heads. Data reach it as JSON and are only ever text there, never source: nothing that a
register holds can be read as markup or code.
"""

from jiceng.core.printing.typesetting import PrintFailed, typeset

__all__ = ["PrintFailed", "typeset"]
