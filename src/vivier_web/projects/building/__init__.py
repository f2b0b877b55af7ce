"""What building a project is made of, without any table: grid of costs, files, partners sought, plan, who reads."""
