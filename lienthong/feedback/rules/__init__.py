"""What can be said of a text that somebody sent, by its words alone: plain Python, no clock, no sentence for people.

folding: one view of a text for all rules, with the way back to each letter; intake: what was sent, put right or
refused; personal, numbers, labels, names: marks for whoever releases a public text, which decide nothing; likeness:
copies and likely duplicates; topics: a category suggested, or none; wording: the questions that an answer has to take
up. None of these knows who sent a text, and none keeps one.
"""
