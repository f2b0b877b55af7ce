"""Occupations: free job titles into codes with a doubt one can trust (`coder`), and what codes lead to.

Each method has its own room, with its face and its method note.
"""
