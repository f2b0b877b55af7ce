"""Pure rules of skills held and missing: what occupations ask, what lies ahead, what may be shown, the tables."""
