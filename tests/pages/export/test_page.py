"""The Export dialog."""

from export import FORMATS
from pages.export.page import export_dialog
from pages.export.request import DECK


def test_every_format_is_offered_once() -> None:
    dialog = export_dialog("/export")
    by_id = {getattr(one, "id", None): one for one in dialog._traverse()}
    offered = [entry["value"] for group in by_id["export-format"].data for entry in group["items"]]
    assert sorted(offered) == sorted([*FORMATS, DECK])
    assert set(by_id["export-choices"].data["notes"]) == set(offered)
