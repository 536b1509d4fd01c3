"""What can be said of matters without a database: codes, classes, clocks, texts.

Of texts: folding: one view of a text for all rules, with the way back to each letter; intake: what was sent, put right or refused;
personal, numbers, labels, names: marks for whoever releases a public text, which decide nothing; likeness: copies and
likely duplicates; topics: a category suggested, or none; wording: the questions that an answer has to take up.
None of these knows who sent a text, and none keeps one.
"""
