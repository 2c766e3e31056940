"""The page of one evaluation: what was measured, both histograms, the DET curve and every group, on one self-contained page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from server.catalogue import words
from server.identity.rates.error_rates import Compared, ErrorRates, Interval, Spread
from server.reports.drawing import DIFFERENT, SAME, Axis, Chart

_BARS = 60
_LEAST_RATE = 0.0001
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1c2430; max-width: 760px; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #ddd }
td + td, th + th { text-align: right } svg { width: 100%; font: 12px system-ui, sans-serif }
.same { color: #1f5fa8 } .different { color: #b3541e } .note { color: #555 }
@media print { body { margin: 0 } }
"""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One run over an operator's photos."""

    run: str
    model: str
    policy: str
    photos: int
    people: int
    missed: tuple[str, ...]
    unreadable: tuple[str, ...]
    pairs: int
    compared: Sequence[Compared]
    rates: ErrorRates | None
    groups: Mapping[str, ErrorRates | None]


def page(evaluated: Evaluated) -> bytes:
    parts = [_summary(evaluated)]
    if evaluated.rates is None:
        parts.append(f"<p>{_words('too_few_pairs')}</p>")
    else:
        parts += [_rates(evaluated.rates), _histograms(evaluated), _det(evaluated.rates), _groups(evaluated)]
    parts.append(_left_out(_words("no_face_found"), evaluated.missed))
    parts.append(_left_out(_words("photos_unreadable"), evaluated.unreadable))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
    title = f"<title>{_words('title')}</title>"
    body = f"<body>{''.join(parts)}</body>"
    return f'<!doctype html><html lang="id" translate="no"><head>{head}{title}</head>{body}</html>\n'.encode()


def _summary(evaluated: Evaluated) -> str:
    rows = {
        _words("run"): evaluated.run,
        _words("network"): evaluated.model,
        _words("policy"): evaluated.policy,
        _words("photos"): _words(
            "photos_of", count=evaluated.photos, missed=len(evaluated.missed), unreadable=len(evaluated.unreadable)
        ),
        _words("people"): str(evaluated.people),
        _words("pairs"): _words("pairs_of", compared=len(evaluated.compared), count=evaluated.pairs),
    }
    return f"<h1>{_words('title')}</h1>" + _table(rows)


def _rates(rates: ErrorRates) -> str:
    limit = _number(rates.at_limit.limit)
    auc = f"{_number(rates.auc, 5)} ({_number(rates.auc_interval.low, 5)}–{_number(rates.auc_interval.high, 5)})"
    rows = {
        _words("fmr_at", limit=limit): _share(rates.at_limit.fmr, rates.fmr_interval),
        _words("fnmr_at", limit=limit): _share(rates.at_limit.fnmr, rates.fnmr_interval),
        _words("eer_at", limit=_number(rates.eer_limit)): _share(rates.eer, rates.eer_interval),
        _words("auc"): auc,
    }
    return f"<h2>{_words('errors')}</h2>{_table(rows)}<p class=note>{_words('errors_note')}</p>"


def _histograms(evaluated: Evaluated) -> str:
    assert evaluated.rates is not None
    widest = max(1.2, evaluated.rates.impostor.most, evaluated.rates.genuine.most)
    width = widest / _BARS
    same, different = (
        _heights([pair.distance for pair in evaluated.compared if pair.same is kind], width) for kind in (True, False)
    )
    top = max(*same, *different)
    ticks = tuple(round(0.2 * number, 1) for number in range(int(widest / 0.2) + 1))
    chart = Chart(
        _words("histogram"),
        Axis(_words("distance"), 0.0, widest, ticks),
        Axis(_words("share_of_pairs"), 0.0, top, tuple(round(top * share, 3) for share in (0.25, 0.5, 0.75, 1.0))),
    )
    limit = chart.upright(evaluated.rates.at_limit.limit, _words("limit"))
    drawn = chart.drawn(chart.bars(same, width, SAME), chart.bars(different, width, DIFFERENT), limit)
    legend = _legend(_words("same_people"), _words("different_people"))
    rates = evaluated.rates
    spreads = _spread(_words("same"), rates.genuine) + _spread(_words("different"), rates.impostor)
    return f"<h2>{_words('distances')}</h2>{legend}{drawn}<table>{_head('distance_columns')}{spreads}</table>"


def _legend(same: str, different: str) -> str:
    return f"<p><span class=same>■ {escape(same)}</span> &nbsp; <span class=different>■ {escape(different)}</span></p>"


def _heights(distances: Sequence[float], width: float) -> list[float]:
    counts = [0] * _BARS
    for distance in distances:
        counts[min(_BARS - 1, int(distance / width))] += 1
    return [count / len(distances) for count in counts]


def _spread(name: str, one: Spread) -> str:
    cells = "".join(f"<td>{_number(value)}" for value in (one.least, one.p05, one.median, one.p95, one.most))
    return f"<tr><td>{name}<td>{one.count}{cells}</tr>"


def _det(rates: ErrorRates) -> str:
    """Both axes logarithmic, as DET curves are drawn; a rate of zero lies on the edge."""
    ticks = (0.0001, 0.001, 0.01, 0.1, 1.0)
    chart = Chart(
        _words("det_picture"),
        Axis(_words("fmr"), _LEAST_RATE, 1.0, ticks, is_logarithmic=True),
        Axis(_words("fnmr"), _LEAST_RATE, 1.0, ticks, is_logarithmic=True),
    )
    curve = chart.line([(point.fmr, point.fnmr) for point in rates.curve], SAME)
    used = chart.dot(rates.at_limit.fmr, rates.at_limit.fnmr, _words("limit_is", limit=_number(rates.at_limit.limit)))
    return f"<h2>{_words('det')}</h2>{chart.drawn(curve, used)}<p class=note>{_words('det_note')}</p>"


def _groups(evaluated: Evaluated) -> str:
    if not evaluated.groups:
        return ""
    rows = "".join(_group(name, rates) for name, rates in evaluated.groups.items())
    return f"<h2>{_words('groups')}</h2><table>{_head('group_columns')}{rows}</table>"


def _group(name: str, rates: ErrorRates | None) -> str:
    if rates is None:
        return f"<tr><td>{escape(name)}<td colspan=6>{_words('too_few')}</tr>"
    at = rates.at_limit
    errors = "".join(
        f"<td>{_share(*one)}"
        for one in ((at.fmr, rates.fmr_interval), (at.fnmr, rates.fnmr_interval), (rates.eer, rates.eer_interval))
    )
    return f"<tr><td>{escape(name)}<td>{rates.genuine.count}<td>{rates.impostor.count}{errors}<td>{_number(rates.auc, 4)}</tr>"


def _left_out(title: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    return f"<h2>{title}</h2><ul>{''.join(f'<li>{escape(name)}' for name in names)}</ul>"


def _table(rows: Mapping[str, str]) -> str:
    return f"<table>{''.join(f'<tr><td>{escape(name)}<td>{escape(value)}</tr>' for name, value in rows.items())}</table>"


def _words(key: str, **parameters: object) -> str:
    return words(f"report.{key}", **parameters)


def _head(columns: str) -> str:
    return f"<tr>{''.join(f'<th>{escape(name)}' for name in _words(columns).split(', '))}</tr>"


def _share(value: float, interval: Interval) -> str:
    low, high = (_number(100 * edge, 2) for edge in (interval.low, interval.high))
    return f"{_number(100 * value, 2)} % ({low}–{high})"


def _number(value: float, places: int = 3) -> str:
    """With a decimal comma, as Indonesian writes it."""
    return f"{value:.{places}f}".replace(".", ",")
