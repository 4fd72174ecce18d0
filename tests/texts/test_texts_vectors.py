"""Vectors are kept for good: found again, whole after a crash, encoded once."""

import numpy as np
import pytest

from stocktake.texts.reading import Reader
from stocktake.texts.vectors import VectorFile, key


class Counting:
    """Ten lines of encoder: a vector from the letters, and how often it was asked."""

    name = "letters@1"
    dimensions = 8

    def __init__(self):
        self.asked = []

    def __call__(self, texts):
        self.asked.append(tuple(texts))
        rows = [
            np.bincount([ord(sign) % 8 for sign in text] or [0], minlength=8)
            for text in texts
        ]
        found = np.array(rows, np.float32)
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


@pytest.fixture
def file(tmp_path):
    return VectorFile(tmp_path / "m.f16", 4)


def test_what_was_added_is_found_in_the_order_asked(file):
    file.add([key("a"), key("b")], np.array([[1, 0, 0, 0], [0, 1, 0, 0]]))

    assert file.take([key("b"), key("a"), key("b")])[:, 1].tolist() == [1, 0, 1]
    assert file.absent([key("a"), key("c")]) == {key("c")}


def test_another_opening_of_the_file_sees_what_the_first_added(file):
    file.add([key("a")], np.ones((1, 4)))

    assert VectorFile(file.path, 4).take([key("a")]).tolist() == [[1, 1, 1, 1]]


def test_a_torn_end_is_cut_off_and_the_rest_kept(file):
    file.add([key("a"), key("b")], np.ones((2, 4)))
    file.path.write_bytes(file.path.read_bytes()[:-5])

    again = VectorFile(file.path, 4)
    assert again.absent([key("a"), key("b")]) == {key("b")}
    again.add([key("b")], np.zeros((1, 4)))
    assert again.take([key("a"), key("b")])[:, 0].tolist() == [1, 0]


def test_a_damaged_record_is_taken_as_absent(file):
    file.add([key("a")], np.ones((1, 4)))
    torn = bytearray(file.path.read_bytes())
    torn[33] ^= 0xFF
    file.path.write_bytes(bytes(torn))

    again = VectorFile(file.path, 4)
    with pytest.raises(KeyError):
        again.take([key("a")])
    assert again.absent([key("a")]) == {key("a")}


def test_a_deleted_file_is_begun_again(file):
    file.add([key("a")], np.ones((1, 4)))
    file.take([key("a")])
    file.path.unlink()

    assert file.absent([key("a")]) == {key("a")}


def test_a_text_is_encoded_once_in_the_life_of_a_home(tmp_path):
    first = Counting()
    Reader("letters", tmp_path, encoder=first, threads=1)(["one", "two", "one"])
    second = Counting()
    vectors = Reader("letters", tmp_path, encoder=second)(["two", "one", "three"])

    assert first.asked == [("one",), ("two",)]
    assert second.asked == [("three",)]
    assert vectors.shape == (3, 8)


def test_texts_read_by_several_threads_come_in_the_order_asked(tmp_path):
    texts = [f"text {n}" for n in range(40)]

    found = Reader("letters", tmp_path, encoder=Counting(), threads=3)(texts)

    assert np.allclose(found, Counting()(texts), atol=1e-3)


def test_a_damaged_record_is_encoded_again(tmp_path):
    reader = Reader("letters", tmp_path, encoder=Counting())
    whole = reader(["a"])
    path = tmp_path / "letters@1.f16"
    torn = bytearray(path.read_bytes())
    torn[40] ^= 0xFF
    path.write_bytes(bytes(torn))

    encoder = Counting()
    again = Reader("letters", tmp_path, encoder=encoder)(["a"])

    assert encoder.asked == [("a",)]
    assert again.tolist() == whole.tolist()
