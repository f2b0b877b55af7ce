"""The product: a pôle, its members and its studies in the browser (Django). Built from issue 5 on."""
