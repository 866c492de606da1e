"""The what-if page: a scenario, its levers and the rule book in one file that answers in a browser while a slider moves."""
