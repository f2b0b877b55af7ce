"""Pages of the State's and Regions' agents."""
