"""However many ask for whatever at once, every one of them is answered."""

import random
import threading
import time
from typing import Any

import pytest
from dash import Dash

from app import create_app
from pages.parts.work import jobs
from tests.pages.browsing import Browser

THREADS, ROUNDS, SECONDS = 16, 4, 120.0

# Fewer bytes than one scene takes: nothing is found in memory that was not computed just now.
TINY = 1000


@pytest.fixture(scope="module")
def app() -> Dash:
    return create_app()


def scene(random: random.Random) -> dict[str, Any]:
    data = random.choice(["overlap", "moons", "separable", "two-minima"])
    given: dict[str, Any] = {"data": data, "resolution": "41", "rate": str(random.uniform(0.1, 2))}
    if data in ("overlap", "moons"):
        given |= {"seed": random.randrange(1000), "n": random.randrange(20, 80)}
    if random.random() < 0.2:
        given |= {"ground": "basins", "steps": "50"}
    return given | ({"fairness": "curvature"} if random.random() < 0.2 else {})


def browse(app: Dash, number: int, failures: list[str]) -> None:
    """One person: moves, what is drawn after them, an export, a claim, and somebody who leaves."""
    chosen = random.Random(number)
    browser = Browser(app, {"client.data": f"person {number}", "why-scene.data": {}})

    def asked(output: str, changed: str) -> dict[str, Any] | None:
        for _ in range(400):
            response = browser.post(output, changed)
            if response.status_code == 200:
                return dict(response.json["response"]) if response.json else {}
            if response.status_code == 204:
                return None
            if response.status_code != 503:
                failures.append(f"{output}: {response.status_code} {response.text[:300]}")
                return None
            assert response.headers["Retry-After"]
            time.sleep(0.05)
        failures.append(f"{output}: busy for ever")
        return None

    for _ in range(ROUNDS):
        browser.values["scene.data"] = scene(chosen)
        browser.values["shown.data"] = None
        for _ in range(600):
            drawn = asked("shown.data", "scene.data")
            if drawn is not None and drawn["tick"]["disabled"]:
                browser.values["shown.data"] = drawn["shown"]["data"]
                break
            time.sleep(0.05)
        else:
            failures.append(f"never drawn: {browser.values['scene.data']}")
        for output in ("paths.data", "verdict-left.children", "fit.figure", "pulls.children"):
            asked(output, "shown.data")
        asked("why-body-plateau.children", "why-scene.data")
        if chosen.random() < 0.5:
            file = None
            link = f"/?data=overlap&seed={chosen.randrange(1000)}&resolution=41"
            for _ in range(600):
                file = browser.client.get(
                    "/export/file/npz", query_string={"link": link, "client": f"person {number}"}
                )
                if file.status_code != 202:
                    break
                time.sleep(0.05)
            assert file is not None
            if file.status_code not in (200, 409):
                failures.append(f"export: {file.status_code} {file.text[:300]}")
        if chosen.random() < 0.3:
            browser.client.post("/gone", query_string={"client": f"person {number}"})


def test_everybody_is_answered_whatever_all_ask_for_at_once(
    app: Dash, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs()._results, "kept", TINY)
    failures: list[str] = []
    people = [
        threading.Thread(target=browse, args=(app, number, failures), daemon=True)
        for number in range(THREADS)
    ]
    end = time.monotonic() + SECONDS
    for one in people:
        one.start()
    for one in people:
        one.join(max(0.0, end - time.monotonic()))
    assert failures == []
    assert not any(one.is_alive() for one in people), "somebody waits for ever"
