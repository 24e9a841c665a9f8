"""Independent figures for the tests: exact rationals from a venue's JSON, and the prototype's selection in IEEE doubles."""
import json
import sys
from fractions import Fraction


def decimals18(value, half_even):
    scaled = value * 10**18
    whole = scaled.numerator // scaled.denominator
    if half_even:
        whole = round(scaled)
    return f"{whole // 10**18}.{whole % 10**18:018d}"


def walk(levels, size, reference_mid, sign):
    left, amount, quantity, rounded, fills = size, Fraction(0), Fraction(0), Fraction(0), []
    for position, (price, available) in enumerate(levels):
        if left == 0:
            break
        taken = min(available, left / price)
        cost = taken * price
        whole_units = taken * 10**18
        shown = Fraction(whole_units.numerator // whole_units.denominator, 10**18)
        fills.append([position + 1, decimals18(price, False), decimals18(shown, False), decimals18(cost, False)])
        left, amount, quantity, rounded = left - cost, amount + cost, quantity + taken, rounded + shown
    complete = left == 0
    average = amount / quantity if quantity else None
    bps = lambda reference: float(sign * 10000 * (average / reference - 1)) if complete and reference else None
    return {
        "complete": complete,
        "filled": decimals18(amount, False),
        "quantity": decimals18(rounded, False),
        "average": decimals18(average, True) if average else None,
        "slippage": bps(reference_mid),
        "slippageBest": bps(levels[0][0]) if levels else None,
        "fills": fills,
    }


def depth(levels, boundary, inside):
    held = [(price, quantity) for price, quantity in levels if inside(price, boundary)]
    return [len(held), decimals18(sum((q for _, q in held), Fraction(0)), False), decimals18(sum((p * q for p, q in held), Fraction(0)), False)]


def levels(entries, is_ask):
    """Levels as they are; of single orders, which have an id, one level per price."""
    if not all(len(entry) > 2 and isinstance(entry[2], str) for entry in entries):
        return [(Fraction(entry[0]), Fraction(entry[1])) for entry in entries]
    prices = {}
    for price, size, _ in entries:
        prices[Fraction(price)] = prices.get(Fraction(price), Fraction(0)) + Fraction(size)
    return sorted(prices.items(), reverse=not is_ask)


def book(request):
    body = json.loads(request["body"])
    read = lambda side: levels(body[side], side == "asks")
    bids, asks = read("bids"), read("asks")
    mid = (bids[0][0] + asks[0][0]) / 2
    bands = [Fraction(band, 10000) for band in request["bands"]]
    return {
        "buy": [walk(asks, Fraction(size), mid, 1) for size in request["sizes"]],
        "sell": [walk(bids, Fraction(size), mid, -1) for size in request["sizes"]],
        "buyDepth": [depth(asks, mid * (1 + band), lambda p, b: p <= b) for band in bands],
        "sellDepth": [depth(bids, mid * (1 - band), lambda p, b: p >= b) for band in bands],
    }


def seed(request):
    """The prototype's rule: floats throughout, amounts rounded to cents, more than 1 too much is skipped."""
    answers = []
    for case in request:
        limit, taken, complete = float(case["size"]), [], False
        for position, (price, quantity) in enumerate(case["levels"]):
            cost = round(float(price) * float(quantity), 2)
            if limit - cost < -1:
                continue
            taken.append([position + 1, repr(cost)])
            if limit - cost <= 0:
                complete = True
                break
            limit = limit - cost
        answers.append([complete, taken])
    return answers


def cents(request):
    return [repr(round(float.fromhex(text), 2)) for text in request]


print(json.dumps({"book": book, "seed": seed, "cents": cents}[sys.argv[1]](json.load(sys.stdin))))
