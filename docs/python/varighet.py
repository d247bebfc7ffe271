"""Reads what varighet writes into pandas, and computes what it computes.

docs/python/README.md shows how to use it. Types and the order of groups come from the data package beside
each file. It needs pandas; cox() and statsmodels_km() need statsmodels too.
"""

import json

import numpy as np
import pandas as pd


def read(path, package=None):
    """A CSV file of varighet with the types of its data package: codes are text, months are dates, groups are
    ordered. The package is PATH.datapackage.json unless another is named."""
    with open(package or path + ".datapackage.json", encoding="utf-8") as f:
        fields = json.load(f)["resources"][0]["schema"]["fields"]
    d = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
    for field in fields:
        d[field["name"]] = _typed(d[field["name"]], field)
    return d


def _typed(column, field):
    if "categories" in field:
        return pd.Categorical(column, categories=field["categories"], ordered=field.get("categoriesOrdered", False))
    kind = field["type"]
    if kind == "date":
        return pd.to_datetime(column, format="%Y-%m-%d")
    if kind in ("integer", "number"):
        number = pd.to_numeric(column)
        return number.astype("Int64") if kind == "integer" else number
    if kind == "boolean":
        return column.map({"true": True, "false": False}).astype("boolean")
    return column.astype("string")


def tenures(spells):
    """Doctors' spells that say how long doctors stay: with a known start and time at risk."""
    t = spells[(spells.kind == "regular") & spells.entry.notna()]
    t = t[t.exit > t.entry].copy()
    t["entry"], t["exit"], t["stopped"] = t.entry.astype(float), t.exit.astype(float), t.stopped.astype(bool)
    return t


def km(spells, by=None):
    """Kaplan-Meier curves with late entry, a row a group and time: at risk at t are those with entry < t <= exit."""
    t = tenures(spells)
    if by is None:
        return _curve(t)
    curves = {group: _curve(rows) for group, rows in t.groupby(by, observed=True)}
    return pd.concat(curves, names=[by]).reset_index(level=0).reset_index(drop=True)


def _curve(t):
    times = np.sort(t.exit.unique())
    entry, leave = np.sort(t.entry.to_numpy()), np.sort(t.exit.to_numpy())
    gone = np.sort(t.exit[t.stopped].to_numpy())
    at_risk = np.searchsorted(entry, times, side="left") - np.searchsorted(leave, times, side="left")
    stopped = np.searchsorted(gone, times, side="right") - np.searchsorted(gone, times, side="left")
    return pd.DataFrame({"time": times, "at_risk": at_risk, "stopped": stopped, "survival": np.cumprod(1 - stopped / at_risk)})


def median(curve):
    """The first time at which half have stopped, or where S is exactly a half the middle of that time and the next
    at which some stop; missing if the curve does not come down so far."""
    s, time = curve.survival.to_numpy(), curve.time.to_numpy()
    below = np.flatnonzero(s < 0.5 - 1e-12)
    half = np.flatnonzero(np.abs(s - 0.5) <= 1e-12)
    if half.size and below.size:
        return (time[half[0]] + time[below[0]]) / 2
    if half.size:
        return time[half[0]]
    return time[below[0]] if below.size else np.nan


def table61(spells):
    """Table 6-1: the median tenure by size group, in years of 12 months."""
    curves = km(spells, "size_group")
    rows = [(g, len(t), median(curves[curves.size_group == g]) / 12)
            for g, t in tenures(spells).groupby("size_group", observed=True)]
    return pd.DataFrame(rows, columns=["size_group", "spells", "median"])


def cox(spells):
    """Log hazard ratios by size group against the first, ties by Efron, from statsmodels, with entry half a month
    later as in statsmodels_km."""
    import statsmodels.duration.api as duration

    t = tenures(spells)
    x = pd.get_dummies(t.size_group.cat.remove_unused_categories(), drop_first=True).astype(float)
    fit = duration.PHReg(t.exit.to_numpy(), x.to_numpy(), status=t.stopped.to_numpy(int), entry=t.entry.to_numpy() + 0.5,
                         ties="efron").fit()
    return pd.DataFrame({"size_group": list(x.columns), "estimate": fit.params, "std_err": fit.bse})


def statsmodels_km(spells):
    """The curve of all from statsmodels. It counts who enters at t as at risk at t, so entry is half a month later
    here: tenures are whole months, and nobody stops in between."""
    import statsmodels.duration.api as duration

    t = tenures(spells)
    fit = duration.SurvfuncRight(t.exit.to_numpy(), t.stopped.to_numpy(int), entry=t.entry.to_numpy() + 0.5)
    return pd.DataFrame({"time": fit.surv_times, "at_risk": fit.n_risk, "stopped": fit.n_events, "survival": fit.surv_prob})
