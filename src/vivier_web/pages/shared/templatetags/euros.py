"""Amounts in templates, to the cent."""

from decimal import Decimal

from django import template

from vivier import french

register = template.Library()


@register.filter
def euros(value: Decimal | None) -> str:
    """Write an amount: 1 204,50 €."""
    return french.euros(value)


@register.filter
def point(value: float) -> str:
    """Write a share of a drawing as drawings want it, with a point: 49.9."""
    return f"{value:.1f}"
