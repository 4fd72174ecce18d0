"""Summaries: who is heard, nothing twice, quotas kept, the same every time."""

import numpy as np
import pytest

from stocktake.texts.summaries import Candidate, choose, length


def candidate(number, **other):
    told = {
        "key": f"{number:04d}",
        "sentence": 1,
        "start": 0,
        "end": 40,
        "state": "XAA",
        "region": "",
        "language": "en",
        "strand": "state",
        "stance": "achievement",
        "weight": 0.9,
    }
    return Candidate(**(told | other))


def spread(count, *, seed=1, dimensions=64):
    """Vectors of length one that point anywhere."""
    found = (
        np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    )
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_an_empty_pool_shows_nothing():
    assert choose([], np.zeros((0, 4), np.float32)).shown == ()


@pytest.mark.parametrize(
    ("pool", "expected"), [(0, 0), (1, 1), (3, 3), (9, 7), (49, 11), (400, 12)]
)
def test_length_grows_with_the_root_of_the_pool_up_to_twelve(pool, expected):
    assert length(pool) == expected


def test_each_strand_and_stance_that_speaks_is_heard():
    pool = [candidate(n) for n in range(40)]
    pool += [candidate(50, strand="expert", stance="challenge", weight=0.5)]
    pool += [
        candidate(51, strand="expert", weight=0.5),
        candidate(52, stance="challenge", weight=0.5),
    ]

    shown = choose(pool, spread(len(pool))).shown

    assert {one.candidate.cell for one in shown} == {
        ("state", "achievement"),
        ("state", "challenge"),
        ("expert", "achievement"),
        ("expert", "challenge"),
    }


def test_no_state_has_two_before_every_region_has_one():
    pool = [
        candidate(
            n,
            state=f"S{n % 10 if n < 40 else n}",
            region="150" if n < 40 else f"00{n % 4}",
            weight=0.9 if n < 40 else 0.5,
        )
        for n in range(44)
    ]

    shown = choose(pool, spread(len(pool))).shown

    assert {one.candidate.region for one in shown} == {
        "150",
        "000",
        "001",
        "002",
        "003",
    }


def test_states_are_spread_where_there_are_many():
    pool = [
        candidate(n, state=f"S{n % 20:02d}", region=f"R{n % 5}") for n in range(200)
    ]

    shown = choose(pool, spread(len(pool))).shown

    assert len({one.candidate.state for one in shown}) == len(shown) == 12


def test_near_duplicates_are_one_sentence_that_others_also_report():
    vectors = spread(6)
    vectors[3] = vectors[0]
    pool = [candidate(n, state=f"S{n}", weight=0.9 - n / 100) for n in range(6)]

    choice = choose(pool, vectors)

    merged = next(one for one in choice.shown if one.candidate.key == "0000")
    assert [one.key for one in merged.also] == ["0003"]
    assert "0003" not in {one.candidate.key for one in choice.shown}
    assert (choice.pool, choice.clusters) == (6, 5)


def test_the_same_words_with_another_stance_are_not_merged():
    vectors = np.ones((2, 4), np.float32) / 2
    pool = [candidate(0), candidate(1, stance="challenge")]

    assert len(choose(pool, vectors).shown) == 2


def test_redundancy_stays_low_in_a_pool_of_few_subjects():
    subjects = spread(30, seed=2)
    vectors = np.repeat(subjects, 10, axis=0) + spread(300, seed=3) * 0.4
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    pool = [
        candidate(n, state=f"S{n % 50:02d}", region=f"R{n % 5}") for n in range(300)
    ]

    shown = choose(pool, vectors).shown

    rows = vectors[[int(one.candidate.key) for one in shown]]
    near = rows @ rows.T
    assert near[np.triu_indices(len(rows), 1)].mean() <= 0.35


def test_one_sentence_is_never_shown_twice():
    pool = [
        candidate(0),
        candidate(0, stance="challenge"),
        candidate(1, stance="challenge"),
    ]

    shown = choose(pool, spread(3)).shown

    assert sorted(one.candidate.key for one in shown) == ["0000", "0001"]


def test_opposite_stances_about_one_state_stand_against_each_other():
    vectors = spread(3)
    vectors[1] = (vectors[0] + 0.5 * vectors[1]) / np.linalg.norm(
        vectors[0] + 0.5 * vectors[1]
    )
    pool = [
        candidate(0),
        candidate(1, strand="expert", stance="challenge"),
        candidate(2, state="XAB", stance="challenge"),
    ]

    choice = choose(pool, vectors)

    pairs = [
        {choice.shown[one].candidate.key, choice.shown[two].candidate.key}
        for one, two in choice.contrasts
    ]
    assert pairs == [{"0000", "0001"}]


def test_the_order_of_the_pool_makes_no_difference():
    pool = [candidate(n, state=f"S{n % 7}", region=f"R{n % 3}") for n in range(60)]
    vectors = spread(60)
    turned = list(reversed(range(60)))

    there = choose(pool, vectors)
    back = choose([pool[row] for row in turned], vectors[turned])

    assert there == back
