"""Forecasts of others: reads {horizon, level, season, seasons, histories} from a file, writes {versions, answers}.

One thread, and processor time, so that it can be compared. A forecast that fails or takes too long is null.
"""

import os

for library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import json
import logging
import signal
import sys
import time
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
from prophet import Prophet
from statsforecast.models import MSTL, AutoARIMA, AutoETS

SECONDS_AT_MOST = 60
ARIMA_VALUES = 336


def by_statsforecast(model):
    def forecast(values, task):
        level = round(100 * task["level"])
        found = model(values, task).forecast(y=values, h=task["horizon"], level=[level])
        return found["mean"], found[f"lo-{level}"], found[f"hi-{level}"]

    return forecast


def auto_arima(values, task):
    # Its whole search takes many times as long, and forecasts no better.
    quick = {"approximation": True, "nmodels": 20, "max_p": 2, "max_q": 2, "max_P": 1, "max_Q": 1}
    return AutoARIMA(season_length=task["season"], **quick)


def mstl(values, task):
    seasons = [season for season in task["seasons"] if len(values) > 2 * season]
    return MSTL(seasons, trend_forecaster=AutoETS(model="ZZN"))


def by_prophet(values, task):
    hours = pd.date_range("2015-01-01", periods=len(values) + task["horizon"], freq="h")
    model = Prophet(interval_width=task["level"], uncertainty_samples=300)
    model.fit(pd.DataFrame({"ds": hours[: len(values)], "y": values}))
    found = model.predict(pd.DataFrame({"ds": hours[len(values) :]}))
    return found.yhat.values, found.yhat_lower.values, found.yhat_upper.values


last_weeks = by_statsforecast(auto_arima)
peers = {
    "statsforecast AutoARIMA, 336 h": lambda values, task: last_weeks(values[-ARIMA_VALUES:], task),
    "statsforecast AutoETS": by_statsforecast(lambda _, task: AutoETS(season_length=task["season"])),
    "statsforecast MSTL": by_statsforecast(mstl),
    "Prophet (Python)": by_prophet,
}


def too_late(*_):
    raise TimeoutError


def answer(forecast, values, task):
    signal.alarm(SECONDS_AT_MOST)
    began = time.process_time()
    try:
        found = [np.asarray(part, dtype=float) for part in forecast(values, task)]
        expected = [part.tolist() for part in found] if all(np.isfinite(part).all() for part in found) else None
    except Exception:
        expected = None
    signal.alarm(0)
    return {"expected": expected, "seconds": time.process_time() - began}


def main():
    warnings.filterwarnings("ignore")
    for name in ("cmdstanpy", "prophet"):
        logging.getLogger(name).setLevel(logging.ERROR)
    signal.signal(signal.SIGALRM, too_late)
    with open(sys.argv[1]) as file:
        task = json.load(file)
    histories = [np.array(history, dtype=float) for history in task["histories"]]
    answers = {}
    for name, forecast in peers.items():
        print(f"  {name} …", file=sys.stderr, flush=True)
        answer(forecast, histories[0], task)
        answers[name] = [answer(forecast, values, task) for values in histories]
    versions = {name: version(name) for name in ("statsforecast", "prophet", "numpy")}
    with open(sys.argv[2], "w") as file:
        json.dump({"versions": {"python": sys.version.split()[0], **versions}, "answers": answers}, file)


main()
