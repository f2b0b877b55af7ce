"""The dossiers addressed to an authority: read, judged, decided by its agents, at the stages that are theirs."""
