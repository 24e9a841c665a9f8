"""What the prototype made of order books, from its description: floats, level amounts rounded to cents, at most 1 over the limit.

usage: prototype.py LIMIT < FILES   (a path a line; prints one JSON object a line)
"""
import json
import sys


def select(levels, limit):
    rows, left = [], limit
    for level in levels:
        price, quantity = float(level[0]), float(level[1])
        cost = round(price * quantity, 2)
        rest = left - cost
        if rest < -1:
            continue
        rows.append((price, quantity, cost))
        if rest <= 0:
            break
        left = rest
    return rows


def summary(path, limit):
    with open(path) as file:
        book = json.load(file)
    asks, bids = select(book["asks"], limit), select(book["bids"], limit)
    answer = {"rows": [("ask", *row) for row in asks] + [("bid", *row) for row in bids], "mid": None, "profit": None}
    # With nothing taken of a side, the prototype ended in an exception before it wrote its summary.
    if book["asks"] and book["bids"]:
        mid = (float(book["asks"][0][0]) + float(book["bids"][0][0])) / 2
        answer["mid"] = round(mid, 2)
        if asks and bids:
            answer["profit"] = round((sum(row[1] for row in bids) - sum(row[1] for row in asks)) * mid, 2)
    return answer


for line in sys.stdin:
    print(json.dumps(summary(line.strip(), float(sys.argv[1]))))
