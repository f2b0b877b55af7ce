"""Projects after their award: agreement, what is due, reviews, payments, documents, and what came of them."""
