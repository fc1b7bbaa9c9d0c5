"""The command line: what is given, what the environment gives, and what is no value."""

import argparse

import pytest

from server.arguments import add_arguments, usable_cores


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="app.py")
    add_arguments(parser)
    return parser.parse_args(arguments)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of this machine's has a say."""
    for name in ("HOST", "PORT", "WORKERS", "THREADS", "ALLOWED_HOSTS", "FRAME_ANCESTORS"):
        monkeypatch.delenv(name, raising=False)


def test_by_default_every_core_answers_on_loopback() -> None:
    given = parse()
    assert (given.host, given.port, given.threads) == ("127.0.0.1", 8050, 48)
    assert 1 <= given.workers <= 2 * usable_cores()
    assert given.allowed_hosts == ()
    assert given.frame_ancestors == ("'self'",)


@pytest.mark.parametrize(
    ("option", "variable", "text", "value"),
    [
        ("host", "HOST", "0.0.0.0", "0.0.0.0"),
        ("port", "PORT", "0", 0),
        ("port", "PORT", "65535", 65535),
        ("workers", "WORKERS", "3", 3),
        ("threads", "THREADS", "8", 8),
        ("allowed_hosts", "ALLOWED_HOSTS", "a.example, b.example", ("a.example", "b.example")),
        ("allowed_hosts", "ALLOWED_HOSTS", "127.0.0.1,[::1]", ("127.0.0.1", "[::1]")),
        ("frame_ancestors", "FRAME_ANCESTORS", "none", ("'none'",)),
    ],
)
def test_a_value_is_taken_from_either(
    option: str, variable: str, text: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert getattr(parse(f"--{option.replace('_', '-')}={text}"), option) == value
    monkeypatch.setenv(variable, text)
    assert getattr(parse(), option) == value
    monkeypatch.setenv(variable, "")  # an empty variable is one that is not set
    assert getattr(parse(), option) == getattr(parse(), option)


@pytest.mark.parametrize(
    ("option", "text", "part"),
    [
        ("--port", "65536", "'65536' is not a port: a number from 0 to 65535"),
        ("--port", "9" * 5000, "is not a port"),
        ("--workers", "0", "'0' is not a number from 1 to 64"),
        ("--workers", "two", "'two' is not a number from 1 to 64"),
        ("--workers", "²", "is not a number from 1 to 64"),
        ("--threads", "257", "'257' is not a number from 1 to 256"),
        ("--threads", "-1", "'-1' is not a number from 1 to 256"),
        ("--allowed-hosts", "a.example:80", "'a.example:80' is not the name of a host"),
        ("--allowed-hosts", "a.example,", "'' is not the name of a host"),
        ("--allowed-hosts", "https://a.example", "neither port nor scheme"),
        ("--frame-ancestors", "everyone", "self, none, or sites"),
    ],
)
def test_what_is_no_value_is_named(
    option: str, text: str, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(f"{option}={text}")
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert f"argument {option}: " in said
    assert part in said


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse("--help")
    said = capsys.readouterr().out
    for option in ("host", "port", "workers", "threads", "allowed-hosts", "frame-ancestors"):
        assert f"--{option} " in said
