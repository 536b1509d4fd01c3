"""What can be said of matters without a database: plain Python, no sentence for people but of clocks.

codes, contact: what a receipt says, who sent a matter. classes, limits, clocks, reasons, dated: what the law says, from data
with a day and a citation. folding, intake, personal, numbers, labels, names, likeness, topics, wording: what can be told of a text
by its words alone; none of these knows who sent it, none keeps it, none decides.
"""
