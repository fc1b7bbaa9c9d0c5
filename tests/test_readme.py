"""The README's example runs as it stands."""

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


def test_example_of_the_readme_runs_and_prints_what_it_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(example, "README.md", "exec"), names)
    first, with_parameter, second = capsys.readouterr().out.splitlines()
    assert float(first) == pytest.approx(1.0498, abs=1e-3)
    assert float(with_parameter) == pytest.approx(0.2883, abs=1e-4)
    assert re.fullmatch(r"\d+% of this window is not convex", second)
    figure = names["figure"]
    assert figure.data[0].z.shape == (81, 81)  # type: ignore[attr-defined]


def test_readme_names_only_make_targets_that_exist() -> None:
    makefile = (README.parent / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^    make (\w+)", README.read_text(encoding="utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
