"""The rules of shared training in the product: rows read, reminders, what the engine is asked and answers."""
