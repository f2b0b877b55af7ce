"""Strategy: from what may be read of a pôle to findings, from axes to sheets that people edit, to a traced text."""
