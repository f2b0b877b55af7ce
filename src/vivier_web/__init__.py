"""The product: a pôle, its members and its studies in the browser (Django)."""
