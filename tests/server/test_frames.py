"""Who may show the app in a frame: its own site alone, or whoever its command line names."""

import pytest

from app import _parser, create_app


def policy(*sites: str) -> str:
    app = create_app(frame_ancestors=sites) if sites else create_app()
    with app.server.test_client() as client:
        return str(client.get("/?embed=1").headers["Content-Security-Policy"])


def test_by_default_only_the_apps_own_site_may() -> None:
    assert policy().endswith("frame-ancestors 'self'")
    assert _parser().parse_args([]).frame_ancestors == ("'self'",)


def test_the_command_line_and_the_environment_name_others(monkeypatch: pytest.MonkeyPatch) -> None:
    given = _parser().parse_args(["--frame-ancestors", "self https://course.example.org:8443"])
    assert given.frame_ancestors == ("'self'", "https://course.example.org:8443")
    assert policy(*given.frame_ancestors).endswith(
        "frame-ancestors 'self' https://course.example.org:8443"
    )
    monkeypatch.setenv("FRAME_ANCESTORS", "none")
    assert _parser().parse_args([]).frame_ancestors == ("'none'",)


@pytest.mark.parametrize(
    "bad", ["", "everyone", "https://a.example; script-src *", "self,none", "none self"]
)
def test_what_is_no_site_is_refused(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        _parser().parse_args(["--frame-ancestors", bad])
    assert "self, none, or sites" in capsys.readouterr().err
