#!/usr/bin/env python3
"""Makes the invented files of docs/tutorial-trade.md. Nobody measured any of their trade.

make_tutorial_panel.py [--check] [FOLDER]: with --check files are compared, not written.

The panel has a known truth, so that a reader sees what an estimate finds of it:

    trade = exporter-year x importer-year x pair x luck x
        exp(-0.9 log dist + 0.5 cntg + 0.3 lang + 0.4 rta), and 0 under a ban

Small trade is 0 in a third of the years and half as much again in the others. Domestic trade
is one and a half times the economy's size, with its years and luck.

pair: a liking of two economies for each other that no column tells; those that join an
agreement within the six years like each other more than others do. Distances are great
circles between the largest cities, borders are those on the ground; sizes, agreements,
languages' weight, bans and luck are invented.
"""
import math, pathlib, random, sys

TRUTH = {"log_dist": -0.9, "cntg": 0.5, "lang": 0.3, "rta": 0.4}
YEARS = range(2011, 2017)
ECONOMIES = {  # invented size, latitude and longitude of the largest city, km within
    "AUT": (60, 48.2, 16.4, 110), "AZE": (25, 40.4, 49.9, 110), "CHN": (300, 31.2, 121.5, 1150),
    "DEU": (200, 52.5, 13.4, 225), "GEO": (15, 41.7, 44.8, 100), "IRN": (60, 35.7, 51.4, 480),
    "KAZ": (50, 43.2, 76.9, 620), "KGZ": (12, 42.9, 74.6, 170), "POL": (80, 52.2, 21.0, 210),
    "RUS": (120, 55.8, 37.6, 1550), "TUR": (100, 41.0, 29.0, 330), "UZB": (30, 41.3, 69.3, 250)}
BORDERS = ("AUT DEU|AZE GEO|AZE IRN|AZE RUS|AZE TUR|CHN KAZ|CHN KGZ|CHN RUS|DEU POL|GEO RUS|"
    "GEO TUR|IRN TUR|KAZ KGZ|KAZ RUS|KAZ UZB|KGZ UZB|POL RUS")
LANGUAGES = "AUT DEU|KAZ KGZ|KAZ RUS|KGZ RUS"
AGREED = "AUT DEU|AUT POL|DEU POL|KAZ KGZ|KAZ RUS|KGZ RUS"  # all six years
JOIN = {"AZE GEO": 2012, "AZE TUR": 2013, "CHN GEO": 2014, "GEO TUR": 2013, "IRN KAZ": 2015, "IRN RUS": 2013,
    "KAZ UZB": 2013, "KGZ UZB": 2013, "RUS UZB": 2014, "CHN KGZ": 2014, "POL TUR": 2012, "AUT TUR": 2014,
    "AZE IRN": 2014, "GEO POL": 2015, "AZE UZB": 2012}
BAN = ("POL", "KGZ", 2014)
PRODUCTS = {  # how much an economy must know to make it, whose land has it
    "wheat": (0.1, "KAZ RUS DEU POL"), "cotton": (0.1, "UZB CHN TUR KGZ AZE"),
    "crude oil": (0.2, "KAZ RUS IRN AZE"), "gold": (0.2, "KGZ UZB KAZ RUS"),
    "fruit": (0.1, "TUR GEO IRN UZB KGZ AZE"), "steel": (0.5, "RUS CHN DEU TUR KAZ IRN"),
    "clothes": (0.3, "TUR CHN KGZ UZB POL GEO"), "furniture": (0.6, "POL CHN DEU TUR AUT"),
    "cars": (0.8, "DEU POL CHN TUR AUT"), "machines": (0.9, "DEU AUT CHN"),
    "medicines": (0.9, "DEU AUT"), "computers": (0.9, "CHN DEU")}
rng = random.Random(5)


def bell():  # a standard normal number, nearly, without a logarithm of the machine
    return sum(rng.random() for _ in range(12)) - 6


def pairs(text):
    return {frozenset(p.split()) for p in text.split("|")}


def kilometres(a, b):
    if a == b:
        return ECONOMIES[a][3]
    (_, p, l, _), (_, q, m, _) = ECONOMIES[a], ECONOMIES[b]
    p, l, q, m = map(math.radians, (p, l, q, m))
    return round(6371 * math.acos(math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(l - m)))


def panel():
    borders, languages, agreed = pairs(BORDERS), pairs(LANGUAGES), pairs(AGREED)
    join = {frozenset(p.split()): y for p, y in JOIN.items()}
    ids = sorted(ECONOMIES)
    liking = {frozenset((a, b)): 0.2 * bell() + (0.5 if frozenset((a, b)) in join else 0)
        for i, a in enumerate(ids) for b in ids[i + 1:]}
    seller, buyer = ({(e, y): 0.15 * bell() + 0.03 * (y - YEARS[0]) for e in ids for y in YEARS} for _ in "12")
    yield "exporter,importer,year,trade,dist,cntg,lang,rta,ban\n"
    for a in ids:
        for b in ids:
            for y in YEARS:
                pair, km = frozenset((a, b)), kilometres(a, b)
                cntg, lang = int(pair in borders), int(pair in languages or a == b)
                rta = int(pair in agreed or join.get(pair, 9999) <= y)
                ban = int((a, b, y) == BAN)
                size = ECONOMIES[a][0] * (1.5 if a == b else 0.7 * ECONOMIES[b][0] / 500)
                way = 1 if a == b else math.exp(TRUTH["log_dist"] * math.log(km / 1000)
                    + TRUTH["cntg"] * cntg + TRUTH["lang"] * lang + TRUTH["rta"] * rta + liking[pair])
                mean = 100 * size * way * math.exp(seller[a, y] + buyer[b, y])
                luck = math.exp(0.1 * bell() - 0.1**2 / 2)
                if mean < 40:  # small trade is zero in a third of the years
                    luck *= 1.5 * (rng.random() < 2 / 3)
                yield f"{a},{b},{y},{0 if ban else round(mean * luck, 3):g},{km},{cntg},{lang},{rta},{ban}\n"


def products():
    yield "economy,flow,product,value\n"
    for e, (size, *_) in sorted(ECONOMIES.items()):
        for p, (_, makers) in PRODUCTS.items():
            value = size * math.exp(0.3 * bell()) * (1 if e in makers.split() else 0.04)
            yield f"{e},export,{p},{round(value, 2):g}\n"
        for p, (knowledge, makers) in PRODUCTS.items():
            value = size * math.exp(0.3 * bell()) * (0.2 if e in makers.split() else 0.6 + 0.4 * knowledge)
            yield f"{e},import,{p},{round(value, 2):g}\n"


check = sys.argv[1:2] == ["--check"]
folder = pathlib.Path((sys.argv[1 + check:] or ["docs/tutorial"])[0])
differs = 0
for name, lines in (("invented_panel.csv", panel()), ("invented_products.csv", products())):
    text = "".join(lines)
    if not check:
        (folder / name).write_text(text)
    elif (folder / name).read_text() != text:
        differs += 1
        print(f"{folder / name} is not what {pathlib.Path(sys.argv[0]).name} makes")
sys.exit(differs > 0)
