"""Tables as spreadsheets write them: a file of cells, whatever separates them, and the numbers and days that they mean."""
