"""A member's yearly return: five short steps, a review, a receipt."""
