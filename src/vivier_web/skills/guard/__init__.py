"""Small cells are people: what a pôle's staff see are sums over at least three companies and five people.

Before a study, rare occupations are folded into larger ones (`folding`); after it, the tables of the day are counted
again from what may be shown (`present`), and those that speak of one member are dropped or cut (`tables`).
"""
