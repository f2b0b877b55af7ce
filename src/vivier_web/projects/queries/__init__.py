"""Reads of ideas and projects: frozen values for pages, inputs for the rules of aid."""
