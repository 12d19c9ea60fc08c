RULES = {"never": 1 / 0}
