"""A server that is busy, or not there: the page keeps what it shows and ends at the last wish."""

import re
from collections.abc import Callable

from playwright.sync_api import Route

from tests.browser.conftest import Explorer

Make = Callable[..., Explorer]

CALLBACK = re.compile("/_dash-update-component")
BUSY = "Busy: trying again …"
GONE = "The server does not answer; what you see is from before. Trying again …"

# What Chromium itself says of a request that failed; of it alone these tests do not complain.
FAILED = re.compile(
    r"error: Failed to load resource: (net::ERR_INTERNET_DISCONNECTED|net::ERR_FAILED"
    r"|the server responded with a status of 503 \(Service Unavailable\))"
)


def forgive(e: Explorer) -> None:
    """Leave out what Chromium said of failed requests."""
    e.said[:] = [said for said in e.said if not FAILED.fullmatch(said)]


def line(e: Explorer) -> str:
    return str(e.page.evaluate("document.querySelector('.requests-line').textContent"))


def says(e: Explorer, text: str) -> None:
    e.page.wait_for_function(
        "text => document.querySelector('.requests-line').textContent === text", arg=text
    )


def picture(e: Explorer) -> object:
    """What the page shows: both surfaces' heights, the captions, the data's note."""
    heights = [
        e.plot(f"surface-{side}", "JSON.stringify(plot.data[0].z)") for side in ("left", "right")
    ]
    texts = [e.page.locator(f"#{name}").inner_text() for name in ("caption-left", "data-note")]
    return [heights, texts]


def move(e: Explorer, times: int) -> None:
    """Move the slider of the samples, as a person does with its keys."""
    e.page.get_by_role("slider", name="Samples").focus()
    for _ in range(times):
        e.page.keyboard.press("ArrowRight")
        e.page.wait_for_timeout(120)


def same_as_its_link(e: Explorer, make: Make) -> None:
    """What is shown is what a fresh page shows for the address in the bar."""
    e.page.wait_for_timeout(400)  # the address follows
    fresh = make()
    fresh.page.goto(e.page.url)
    assert picture(e) == picture(fresh.settle())


def recovered(e: Explorer, before: object, make: Make) -> None:
    """Once the server answers again, the last wish is drawn, as a fresh page draws it."""
    says(e, "")
    e.settle()
    assert picture(e) != before
    forgive(e)
    same_as_its_link(e, make)


def test_a_busy_server_is_asked_again_and_the_picture_ends_at_the_last_wish(explorer: Make) -> None:
    e = explorer().open()
    before = picture(e)
    refused: list[str] = []

    def busy(route: Route) -> None:
        refused.append(route.request.post_data or "")
        route.fulfill(status=503, headers={"Retry-After": "1"}, json={"error": "busy"})

    e.page.route(CALLBACK, busy)
    move(e, 6)
    says(e, BUSY)
    assert picture(e) == before
    # Six wishes were no six requests: those after the first waited with it.
    drawn = [body for body in refused if "surface-left.figure" in body]
    assert 1 <= len(drawn) <= 3, len(drawn)
    e.page.unroute(CALLBACK)
    recovered(e, before, explorer)


def test_with_the_cable_out_the_last_wish_is_kept(explorer: Make) -> None:
    e = explorer().open()
    before = picture(e)
    move(e, 2)
    e.page.context.set_offline(True)
    try:
        move(e, 3)
        says(e, GONE)
        shown = picture(e)
        move(e, 2)
        e.page.wait_for_timeout(2500)
        assert picture(e) == shown
    finally:
        e.page.context.set_offline(False)
    recovered(e, before, explorer)


def test_a_newer_wish_ends_the_older_one(explorer: Make) -> None:
    """Its request is called off, and neither is drawn nor leaves Dash waiting."""
    e = explorer().open()
    ended: list[str] = []
    e.page.on(
        "requestfailed",
        lambda request: (
            ended.append(request.failure or "") if CALLBACK.search(request.url) else None
        ),
    )
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "surface-left.figure" in (route.request.post_data or "") and not held:
            held.append(route)  # a server that takes its time
        else:
            route.continue_()

    e.page.route(CALLBACK, hold)
    move(e, 1)
    e.page.wait_for_timeout(300)
    assert len(held) == 1
    move(e, 1)
    e.settle()
    assert ended == ["net::ERR_ABORTED"]
    assert line(e) == ""
    e.page.unroute(CALLBACK)
    same_as_its_link(e, explorer)


def test_a_page_says_that_it_is_left_and_is_whole_when_it_comes_back(explorer: Make) -> None:
    e = explorer().open()
    client = e.page.evaluate(
        "() => { const { layout, paths } = window.store.getState();"
        " return paths.strs.client.reduce((node, key) => node[key], layout).props.data; }"
    )
    gone: list[str] = []

    def hear(route: Route) -> None:
        assert route.request.method == "POST"
        gone.append(route.request.url)
        route.fulfill(status=204)

    e.page.route(re.compile("/gone[?]"), hear)
    # As where the browser keeps a page that is left, with a wish under way.
    move(e, 1)
    e.page.evaluate(
        "window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
    )
    e.page.wait_for_timeout(500)
    assert gone == [f"{e.address}/gone?client={client}"]
    e.page.evaluate(
        "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    )
    e.settle()
    same_as_its_link(e, explorer)
