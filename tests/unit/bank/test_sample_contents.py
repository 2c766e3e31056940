"""The sample bank is whole, large enough and says where its questions come from."""

from collections import Counter

import pytest

from server.bank.package import Package
from server.bank.read import read_package
from tests.unit.bank import sample

WANTED = {"TWK": 90, "TIU": 105, "TKP": 135}
FIGURAL = {"figural analogi", "figural ketidaksamaan", "figural serial"}


@pytest.fixture(scope="module")
def package() -> Package:
    return read_package(sample.SAMPLE)


def test_the_sample_is_read_without_a_fault(package: Package):
    assert package.name == "lugas-latihan"
    assert [section.code for section in package.sections] == list(WANTED)


def test_there_are_items_enough_for_neighbours_with_little_in_common(package: Package):
    present = Counter(item.section for item in package.items)
    assert {section: present[section] >= count for section, count in WANTED.items()} == dict.fromkeys(WANTED, True)


def test_every_official_sub_topic_has_items(package: Package):
    for section in package.sections:
        present = Counter(item.topic for item in package.items if item.section == section.code)
        assert set(present) == set(section.topics)
        assert min(present.values()) >= 5, present


def test_every_civics_topic_has_three_times_its_share_of_a_paper():
    present = Counter(item["topic"] for item in sample.items("TWK"))
    assert min(present.values()) >= 18, present


def test_six_in_ten_civics_items_give_a_text_or_a_case():
    """A stem of thirty words or more: a bare question has fewer."""
    items = sample.items("TWK")
    assert sum(len(item["text"].split()) >= 30 for item in items) >= 0.6 * len(items)


def test_a_tiu_paper_can_be_drawn_three_times_over_from_each_sub_topic(package: Package):
    """Of its 35 items each of the ten sub-topics has three or four."""
    present = Counter(item.topic for item in package.items if item.section == "TIU")
    assert min(present.values()) >= 3 * 35 / len(present), present


def test_every_civics_item_names_its_article_or_source(package: Package):
    civics = [item for item in package.items if item.section == "TWK"]
    assert [item.code for item in civics if not item.source or not item.source.strip()] == []


def test_every_figural_option_is_a_drawing_and_nothing_in_it_tells_the_key(package: Package):
    for item in package.items:
        if item.topic in FIGURAL:
            assert all(option.figure and not option.text for option in item.options), item.code
            titles = {option.figure.split("<title>")[1].split("</title>")[0] for option in item.options if option.figure}
            assert len(titles) == 1, item.code


def test_no_drawing_lies_unused():
    used = {item["figure"] for item in sample.items("TIU")} | {
        option["figure"] for item in sample.items("TIU") for option in item["options"]
    }
    present = {f"figures/{path.name}" for path in (sample.SAMPLE / "figures").iterdir()}
    assert present == used - {None}


def test_every_item_carries_an_explanation_and_clean_text():
    for section in WANTED:
        for item in sample.items(section):
            for text in (item["text"], item["explanation"], *sample.texts(item).values()):
                assert text == " ".join(text.split()), (item["code"], text)
            assert item["explanation"], item["code"]
