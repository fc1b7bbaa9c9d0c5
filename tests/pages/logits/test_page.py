"""The page about three logits."""

from pages.logits import page as softmax


def test_the_page_links_to_its_neighbours_and_has_no_id_twice() -> None:
    page = softmax.layout(colour="red")
    ids = [one.id for one in page._traverse() if isinstance(getattr(one, "id", None), str)]
    links = {getattr(one, "href", None) for one in page._traverse()}
    assert {"/softmax/regression", "/softmax/labels"} <= links
    assert len(ids) == len(set(ids))
