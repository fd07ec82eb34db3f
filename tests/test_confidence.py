import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UserError
from qa.reading.confidence import Confidence, OperatingPoint, wilson_interval
from qa.reading.features import Features
from qa.replies.answers import Calibration

CONFIDENCE = Confidence(
    intercept=-1.0,
    weights=(1.0, 2.0, -3.0, -1.0),
    threshold=0.5,
    bins=(Calibration(0.0, 0.5, 3, 10), Calibration(0.5, 0.9, 8, 10), Calibration(0.9, 1.0, 19, 20)),
    risk_coverage=tuple(
        OperatingPoint(*point)
        for point in ((0.95, 0.0, 0.1), (0.9, 0.04, 0.3), (0.8, 0.06, 0.5), (0.7, 0.05, 0.6), (0.5, 0.3, 1.0))
    ),
)
FEATURES = st.builds(Features, margin=st.floats(-1e6, 1e6), retrieval=st.floats(0, 1))


@given(FEATURES)
def test_a_probability_is_one_however_wild_the_scores(features: Features) -> None:
    assert 0.0 <= CONFIDENCE.probability(features) <= 1.0


@pytest.mark.parametrize(("probability", "of"), [(0.0, (3, 10)), (0.5, (8, 10)), (0.8999, (8, 10)), (1.0, (19, 20))])
def test_a_probability_is_said_by_the_counts_of_its_bin(probability: float, of: tuple[int, int]) -> None:
    calibration = CONFIDENCE.calibration(probability)
    assert (calibration.correct, calibration.of) == of


def test_the_lowest_threshold_that_keeps_to_the_error_is_taken() -> None:
    assert CONFIDENCE.operating_point(0.05) == OperatingPoint(0.7, 0.05, 0.6)
    assert CONFIDENCE.operating_point(1.0).threshold == 0.5


def test_an_error_that_was_never_kept_to_is_refused_with_the_least_that_was() -> None:
    strict = Confidence(0.0, (), 0.5, (), (OperatingPoint(0.9, 0.031, 0.1),))
    with pytest.raises(UserError, match=r"0\.031") as caught:
        strict.operating_point(0.01)
    assert caught.value.hint == "--max-error 0.04"


def test_the_shipped_calibration_covers_every_probability_and_counts_what_it_says() -> None:
    shipped = Confidence.of("deep")
    assert shipped.bins[0].low == 0.0
    assert shipped.bins[-1].high == 1.0
    assert all(one.high == other.low for one, other in zip(shipped.bins, shipped.bins[1:], strict=False))
    assert all(0 <= each.correct <= each.of for each in shipped.bins)
    assert 0.0 < shipped.threshold < 1.0
    assert len(shipped.weights) == len(Features(0.0, 0.0).values())


def test_a_share_of_few_has_a_wide_interval() -> None:
    assert wilson_interval(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson_interval(8, 10)[0] == pytest.approx(0.4902, abs=1e-4)
    assert wilson_interval(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_interval_holds_the_share_and_narrows_with_the_count(correct: int, of: int) -> None:
    correct = min(correct, of)
    low, high = wilson_interval(correct, of)
    assert low - 1e-9 <= correct / of <= high + 1e-9
    assert wilson_interval(2 * correct, 2 * of)[0] >= low - 1e-9
