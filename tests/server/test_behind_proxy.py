"""The app below a path, behind proxies that leave the path on, and others that take it off."""

import json
import re
import time
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import PAGES, create_app, main
from export.formats import FORMATS
from pages.lessons.shipped import shipped
from pages.why.answers import CLAIMS
from pages.workspace.presets import PRESETS
from server.base_path import VARIABLES
from tests.server.test_served import get, start

# A person's name has capitals, dots and underscores.
BASE = "/user/J.Doe_1/proxy/8050"
ROUTER = ".._pages_content.children..._pages_store.data.."


class Proxy:
    """What a browser reaches: it hands on what is below its path, and nothing else is there."""

    def __init__(
        self, client: FlaskClient, base: str = BASE, *, strips: bool, says: bool = False
    ) -> None:
        self.client = client
        self.base = base
        self.strips = strips
        self.headers = {"X-Forwarded-Prefix": base} if says else {}

    def ask(self, address: str, **more: Any) -> TestResponse:
        assert address.startswith(f"{self.base}/"), f"outside of the path: {address}"
        path = address.removeprefix(self.base) if self.strips else address
        return self.client.open(path, headers=self.headers, buffered=True, **more)

    def get(self, address: str) -> TestResponse:
        answer = self.ask(address)
        while answer.status_code == 202:  # under way: the browser asks again
            answer = self.ask(address)
        assert answer.status_code == 200, (address, answer.text[:300])
        return answer

    def call(self, output: str, outputs: Any, inputs: list[Any], state: Sequence[Any] = ()) -> Any:
        """Answer of a callback, asked for again while the work for it is under way."""
        asked = {"output": output, "outputs": outputs, "inputs": inputs, "state": list(state)}
        path = f"{self.base}/_dash-update-component"
        end = time.monotonic() + 60.0
        while time.monotonic() < end:
            answer = self.ask(path, method="POST", json=asked | {"changedPropIds": []})
            if answer.status_code != 503:
                assert answer.status_code == 200, answer.text[:300]
                response = answer.get_json()["response"]
                if all(one.get("disabled", True) for one in response.values()):
                    return response
            time.sleep(0.1)
        raise AssertionError(f"never answered: {output}")

    def opened(self, address: str) -> Any:
        """Components and title of the page that a browser shows at an address."""
        parts = urlsplit(address)
        query = f"?{parts.query}" if parts.query else ""
        outputs = [of("_pages_content", "children"), of("_pages_store", "data")]
        inputs = [of("_pages_location", "pathname", parts.path)]
        return self.call(ROUTER, outputs, [*inputs, of("_pages_location", "search", query)])


def of(component: str, name: str, *value: object) -> dict[str, Any]:
    return {"id": component, "property": name} | ({"value": value[0]} if value else {})


def addresses(shown: Any) -> Iterator[str]:
    """Every address of this site below some components."""
    if isinstance(shown, dict):
        for key, value in shown.items():
            if key in ("href", "src", "address") and isinstance(value, str):
                if value and not value.startswith(("#", "https://", "data:")):
                    yield value
            else:
                yield from addresses(value)
    elif isinstance(shown, list):
        for value in shown:
            yield from addresses(value)


def settings(page: str) -> dict[str, Any]:
    """What the page tells Dash's script."""
    found = re.search(r'id="_dash-config"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    read: dict[str, Any] = json.loads(found[1])
    return read


# How the app is told of its path, and what the proxy does with it.
WAYS = {
    "set, left on": ({"base_path": f"{BASE}/"}, {"strips": False}),
    "set, taken off": ({"base_path": BASE}, {"strips": True}),
    "told, taken off": ({"trusted_proxies": 1}, {"strips": True, "says": True}),
    "told, left on": ({"trusted_proxies": 1}, {"strips": False, "says": True}),
}


@pytest.fixture(scope="module", params=WAYS)
def proxy(request: pytest.FixtureRequest) -> Proxy:
    given, kind = WAYS[request.param]
    return Proxy(create_app(**given).server.test_client(), **kind)  # type: ignore[arg-type]


def test_no_link_leads_out_of_the_path(proxy: Proxy) -> None:
    """From the first page on, all that a person can click: pages, presets, lessons, sections."""
    waiting = [f"{BASE}/", f"{BASE}/no/such/page"]
    waiting += addresses(proxy.get(f"{BASE}/_dash-layout").get_json())
    seen: dict[str, str] = {}
    while waiting:
        address = waiting.pop().partition("#")[0]
        assert address.startswith(f"{BASE}/")
        if address in seen or "/assets/" in address or address == f"{BASE}/export":
            continue
        shown = proxy.opened(address)
        seen[address] = shown["_pages_store"]["data"]["title"]
        waiting += addresses(shown)
    missing = [address for address, title in seen.items() if title.startswith("Not found")]
    assert missing == [f"{BASE}/no/such/page"]
    assert {urlsplit(address).path.removeprefix(BASE) for address in seen} >= {
        page.PATH for page in PAGES
    }
    links = [f"/?{preset.scene.query()}" for preset in PRESETS]
    links += [step.link for lesson in shipped().values() for step in lesson.steps]
    assert {f"{BASE}{link}" for link in links} <= set(seen)


def test_all_that_a_page_asks_for_is_below_the_path(proxy: Proxy) -> None:
    page = proxy.get(f"{BASE}/curves?p=0.2").text
    asked = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert len(asked) > 10
    for address in [*asked, f"{BASE}/_dash-dependencies", f"{BASE}/healthz"]:
        proxy.get(address)
    assert settings(page)["requests_pathname_prefix"] == f"{BASE}/"
    (logo,) = [address for address in asked if "logo.svg" in address]
    assert logo == f"{BASE}/assets/logo.svg"


def test_the_path_without_its_slash_is_the_first_page() -> None:
    proxy = Proxy(create_app(base_path=BASE).server.test_client(), strips=False)
    assert proxy.client.get(BASE).status_code == 200
    first = next(page.TITLE for page in PAGES if page.PATH == "/")
    assert proxy.opened(BASE)["_pages_store"]["data"]["title"] == first


@pytest.mark.parametrize("link", ["/?data=moons", f"{BASE}/?data=moons", "?data=moons"])
@pytest.mark.parametrize("host", ["", "https://hub.example"])
def test_a_scene_is_exported_by_any_of_its_links(proxy: Proxy, host: str, link: str) -> None:
    asked = urlencode({"link": host + link, "client": "test"})
    answer = proxy.get(f"{BASE}/export/file/csv?{asked}")
    assert answer.mimetype == FORMATS["csv"].media_type
    assert "moons" in answer.headers["Content-Disposition"]
    refused = proxy.ask(f"{BASE}/export/figure?{urlencode({'link': f'{host}{BASE}/curves'})}")
    assert refused.status_code == 400
    assert "/curves shows no scene" in refused.get_json()["error"]


def test_what_is_measured_links_below_the_path_too() -> None:
    app = create_app(base_path=BASE)
    proxy = Proxy(app.server.test_client(), strips=False)

    def answered(output: str, **values: object) -> list[str]:
        """Links of a callback's answer, for the values of its inputs by the ends of their ids."""
        (name,) = [name for name in app.callback_map if output in name]
        callback = app.callback_map[name]

        def given(one: dict[str, str]) -> Any:
            if "ALL" in one["id"]:
                return []
            identity = json.loads(one["id"]) if one["id"].startswith("{") else one["id"]
            value = values.get(re.split(r"[^a-z]", one["id"].rstrip('"}'))[-1])
            return {"id": identity, "property": one["property"], "value": value}

        outputs = [of(*one.split(".")) for one in name.strip(".").split("...")]
        inputs, state = map(given, callback["inputs"]), map(given, callback["state"])
        return list(addresses(proxy.call(name, outputs, list(inputs), list(state))))

    (surface,) = answered("curve-surface.figure", show=1)
    assert surface.startswith(f"{BASE}/?data=outlier&left=")
    links = []
    for claim in CLAIMS:
        if claim.work is None:
            links += answered(f"why-body-{claim.key}.", scene={})
    assert f"{BASE}/curves?p=0.35" in links
    assert all(link.startswith(f"{BASE}/") for link in links)


def test_a_lesson_made_below_a_path_plays_anywhere(proxy: Proxy) -> None:
    """Links have no path of a server in a lesson; one that was copied by hand loses this one."""
    steps = [
        {"link": link, "sentence": "Look."}
        for link in ("/?data=moons", f"{BASE}/?data=moons", f"{BASE}/softmax/regression", BASE)
    ]

    def opened(at: Proxy, steps: list[dict[str, str]]) -> Any:
        asked = {"number": 1, "text": json.dumps({"title": "A", "steps": steps})}
        outputs = of("lesson-opened", "data")
        answer = at.call("lesson-opened.data", outputs, [of("lesson-asked", "data", asked)])
        return answer["lesson-opened"]["data"]

    lesson = opened(proxy, steps)["lesson"]
    links = [step["link"] for step in lesson["steps"]]
    assert links == ["/?data=moons", "/?data=moons", "/softmax/regression", "/"]
    plain = Proxy(create_app(base_path="").server.test_client(), "", strips=False)
    own = [{"link": link, "sentence": "Look."} for link in links]
    assert opened(plain, own) == opened(proxy, own)
    assert "there is no page /user" in opened(plain, steps)["messages"][0]


def test_a_path_with_other_letters_is_found_as_it_stands_in_an_address() -> None:
    base = "/user/j%C3%A9@uni.example"
    for strips in (False, True):
        proxy = Proxy(create_app(base_path=base).server.test_client(), base, strips=strips)
        assert "Not found" not in proxy.opened(f"{base}/curves")["_pages_store"]["data"]["title"]
        assert proxy.get(f"{base}/assets/logo.svg").mimetype == "image/svg+xml"


@pytest.mark.parametrize("name", VARIABLES)
def test_the_environment_says_the_path(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, f"{BASE}/")
    Proxy(create_app().server.test_client(), strips=False).get(f"{BASE}/")
    assert f'href="{BASE}/assets/' in create_app().server.test_client().get("/").text


def test_the_address_that_is_printed_has_the_path() -> None:
    process = start("--port", "0", "--base-path", f"{BASE}/")
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip().removeprefix("Loss landscapes: ")
        assert re.fullmatch(rf"http://127\.0\.0\.1:\d+{re.escape(BASE)}/", address)
        assert f'href="{BASE}/assets/' in get(address, "identity")[1].decode()
    finally:
        process.terminate()
        process.communicate(timeout=15)


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["--base-path", "//x"], {}, "argument --base-path: '//x' is not a path such as /user"),
        ([], {"BASE_PATH": "a b"}, "argument --base-path: 'a b' is not a path such as /user"),
        (["--trusted-proxies", "-1"], {}, "argument --trusted-proxies: "),
        (["--trusted-proxies=17"], {}, "'17' is not a number from 0 to 16"),
        ([], {"TRUSTED_PROXIES": "yes"}, "'yes' is not a number from 0 to 16"),
    ],
)
def test_the_command_line_names_what_is_wrong(
    arguments: list[str],
    environment: dict[str, str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert said in capsys.readouterr().err
