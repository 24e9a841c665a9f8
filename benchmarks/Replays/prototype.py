"""The prototype's work on archived books: inflate, json.load, and its walk of both sides.

usage: prototype.py LIMIT < FILES   (a path a line; prints the processor seconds of all of them)
"""
import gzip
import json
import sys
import time


def walk(levels, limit):
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


def read(path, limit):
    with gzip.open(path) as file:
        book = json.load(file)
    return walk(book["asks"], limit), walk(book["bids"], limit)


files = sys.stdin.read().split("\n")
limit = float(sys.argv[1])
start = time.process_time()
for file in files:
    read(file, limit)
print(time.process_time() - start)
