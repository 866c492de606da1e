"""Briefs: what they say by rule, and that both settings say it, are accessible, self-contained and hold any input."""

import io
import itertools
import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pypdf
import pytest

from experiments.brief import typst_page
from experiments.brief.basis import items_of
from experiments.brief.caveats import caveats
from experiments.brief.content import content
from experiments.brief.document import Code, Figure, Point, Points, Quotations, Table
from experiments.brief.folders import BriefError, read
from experiments.brief.html_page import html
from experiments.brief.judgements import most_either_way
from experiments.brief.largest_changes import Move
from experiments.brief.likelihood import NAMES, Chance
from experiments.describe.evidence import counts, evidence_of
from experiments.docs.sample_brief import CASES
from experiments.words.sentences import day
from sim.scenario.load import load
from tests.command_line.commands import environment, parley
from tests.conftest import PLAIN, scenario
from tests.experiments.brief.briefs import EXTREMES, played
from tests.folders import without_hashes
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

AFGHAN = SCENARIOS / "second_meeting_2018_09.yaml"
HISTORIES = ["--histories", "300"]
FOLDERS = ("base", "office", "compare", "ablation", "doubt")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run with everything that can be said beside it."""
    folder = tmp_path_factory.mktemp("brief")
    for words in (
        ["run", AFGHAN, *HISTORIES, "--out", "base", "--quiet"],
        ["run", AFGHAN.with_name("what_if_office_recognised.yaml"), *HISTORIES, "--out", "office", "--quiet"],
        ["rivals", AFGHAN, *HISTORIES, "--out", "base"],
        ["compare", AFGHAN, AFGHAN.with_name("what_if_office_recognised.yaml"), *HISTORIES, "--out", "compare", "--quiet",
         "--set", "parties.taliban.settles=1"],
        ["ablate", AFGHAN, *HISTORIES, "--out", "ablation", "--quiet"],
        ["why", AFGHAN, *HISTORIES, "--out", "base", "--quiet"],
        ["doubt", AFGHAN, "--points", "16", "--histories", "50", "--out", "doubt", "--quiet"],
    ):  # fmt: skip
        done = parley(*words, cwd=folder)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def brief(folder):
    return content([folder / name for name in FOLDERS])


@pytest.fixture(scope="module")
def page(brief):
    return html(brief).decode()


@pytest.fixture(scope="module")
def pdf(brief):
    return typst_page.pdf(brief)


def said(brief) -> list[str]:
    """Every sentence of a brief, without what stands in quotation marks: names are not ours."""
    texts = [brief.reading]
    for point in (*brief.caveats, *brief.judgements):
        texts += [point.text]
    for section in brief.sections:
        for block in section.blocks:
            if isinstance(block, str):
                texts.append(block)
            elif isinstance(block, Point):
                texts.append(block.text)
            elif isinstance(block, Points):
                texts += [point.text for point in block.points]
            elif isinstance(block, Figure):
                texts.append(block.alt)
    plain = [re.sub(r"“[^”]*”", "…", text) for text in texts]
    return [sentence for text in plain for sentence in re.split(r"(?<=[.:;]) ", text)]


# ------------------------------------------------------------------------------
# What is said


def test_caveats_and_judgements_come_first(brief):
    assert len(brief.caveats) == 3
    assert 3 <= len(brief.judgements) <= 5
    names = [section.name for section in brief.sections]
    assert names == ["path", "ending", "why", "beside", "change", "blocks", "rivals", "survive", "basis", "again"]


def test_every_judgement_speaks_of_histories(brief):
    for judgement in brief.judgements:
        assert "histories" in judgement.text, judgement


def test_terms_of_likelihood_stand_only_beside_the_doubt(brief):
    """A share of simulated histories is never called likely."""
    for sentence in said(brief._replace(reading="")):  # which explains them
        if any(re.search(rf"\b{name}\b", sentence) for name in NAMES):
            assert "assumptions that nobody can settle" in sentence, sentence


def test_the_answer_comes_with_its_doubt_and_the_outside_view(folder, brief):
    told = json.loads((folder / "doubt" / "doubt.json").read_bytes())["answers"]["us_taliban.formal_talks"]
    text = brief.judgements[0].text
    assert f"{100 * told['lo']:.0f} to {100 * told['hi']:.0f} of 100 over assumptions that nobody can settle" in text
    assert "of 57 real peace processes, 54 in 100 signed" in text


def test_below_the_question_sampling_error_stands_only_where_no_range_is_known(folder, brief):
    assert re.fullmatch(r"In \d+ of 100 simulated histories; \d+ to \d+ of 100 over .*", brief.answer)
    assert re.fullmatch(r"In \d+ of 100 simulated histories \(\d+–\d+\)", content([folder / "base"]).answer)
    assert re.search(r"in \d+ of 100 simulated histories \(\d+–\d+\); \d+ to", brief.judgements[0].text)


def test_the_conclusions_that_fall_are_named(folder):
    found = read([folder / "base", folder / "ablation"])
    many = found.base._replace(summary={**found.base.summary, "histories": 5000})
    kept = [{**each, "survives": False} for each in found.ablations[0]["conclusions"]]
    ablated = {**found.ablations[0], "conclusions": kept}
    third = caveats(found._replace(runs=(many,), ablations=(ablated,)), items_of(many))[2]
    assert [each["text"] in third.text for each in kept] == [True, True, *[False] * (len(kept) - 2)]
    assert ("and others" in third.text) == (len(kept) > 2)


def test_the_largest_change_either_way_is_told_the_larger_first():
    one = Chance(500, 1000, 0.5, 0.47, 0.53)
    moves = [Move(f"If {d}", "it", one, one, d / 100, (d - 1) / 100, (d + 1) / 100) for d in (-33, 15, 9, -4)]
    assert [words.split(",")[0] for words in most_either_way(moves, "it")] == ["If -33", "If 15"]
    assert [words.split(",")[0] for words in most_either_way(moves[1:3], "it")] == ["If 15"]
    assert list(most_either_way([], "any step")) == [
        "None of the changes compared moves any step by more than chance would."
    ]


def test_without_a_doubt_the_first_caveat_says_so_and_how_to_get_it(folder):
    alone = content([folder / "base"])
    assert "not been worked out" in alone.caveats[0].lead
    assert f"parley doubt {AFGHAN} --out DIR" in alone.caveats[0].text
    assert "nobody can settle" not in alone.judgements[0].text


def test_why_is_said_as_the_run_says_it(folder, brief):
    [section] = [section for section in brief.sections if section.name == "why"]
    forced = json.loads((folder / "base" / "why.json").read_bytes())["forced"]
    assert [row[0] for row in section.blocks[0].rows] == [
        "As things stand", "Both", "Taliban alone", "United States alone", "Neither",
    ]  # fmt: skip
    assert section.blocks[0].rows[1][1] == f"{100 * forced[0]['share']['p']:.0f}\u00a0%"
    [alone] = [each for each in content([folder / "office"]).sections if each.name == "why"]
    assert sum(int(row[1]) for row in alone.blocks[0].rows) == 300
    assert brief.judgements[1].lead == "Why"
    assert f"in {100 * forced[0]['share']['p']:.0f} with both, " in brief.judgements[1].text
    alone = content([folder / "office"]).judgements[1]
    shares = json.loads((folder / "office" / "summary.json").read_bytes())["why"]["meant"]
    assert f"{100 * shares[0]['share']['p']:.0f} where both mean it" in alone.text


def test_what_was_changed_stands_at_the_top(tmp_path):
    file = tmp_path / "scenario.yaml"
    played(tmp_path, scenario())
    line = [
        "run",
        file,
        "--histories",
        "20",
        "--set",
        "parties.rebels.patience=3",
        "--out",
        tmp_path / "other",
        "--quiet",
    ]
    assert parley(*line).returncode == 0
    brief = content([tmp_path / "other"])
    assert brief.changed.endswith("Changed: rebels: patience = 3.")
    assert brief.changed in " ".join(plain_text(html(brief).decode()).split())
    assert content([tmp_path / "scenario"]).changed == ""


def test_likelihood_and_confidence_are_never_in_one_sentence(brief):
    unsure = [sentence for sentence in said(brief) if re.search("confiden", sentence, re.I)]
    assert unsure
    for sentence in unsure:
        assert not any(re.search(rf"\b{name}\b", sentence) for name in (*NAMES, "likelihood", "probab")), sentence


def test_sampling_error_and_the_models_uncertainty_are_told_apart(brief):
    assert "sampling error only" in brief.caveats[0].text
    assert "over what nobody has measured" in brief.caveats[0].text
    assert "Whether the rules are right is in no interval" in brief.caveats[0].text


def test_dates_are_written_out(brief):
    for sentence in said(brief):
        assert not re.search(r"\d{4}-\d\d-\d\d", sentence)


def test_the_shares_of_evidence_are_those_of_the_file(folder):
    found = read([folder / "base"])
    loaded = load(AFGHAN)
    assert counts(items_of(found.base)) == counts(evidence_of(loaded.scenario, loaded.changes))


def test_the_third_caveat_is_chosen_by_the_case(folder, brief):
    assert brief.caveats[2].lead == "Few histories"
    found = read([folder / "base", folder / "ablation"])
    many = found.base._replace(summary={**found.base.summary, "histories": 5000})
    fallen = [each for each in found.ablations[0]["conclusions"] if not (each["survives"] and each["survives_ladders"])]
    carrier = "how the ladder is cut" if all(each["survives"] for each in fallen) else "one mechanism"
    items = items_of(many)
    lead = caveats(found._replace(runs=(many,)), items)[2].lead
    assert lead == (f"Some conclusions hang on {carrier}" if fallen else "No record yet")
    assert caveats(found._replace(runs=(many,), ablations=()), items)[2].lead == "No record yet"


def test_what_would_change_it_most_is_the_largest_sure_difference(folder, brief):
    told = json.loads((folder / "compare" / "comparison.json").read_bytes())
    sizes = [
        abs(rung["d"])
        for variant in told["variants"]
        for rung in [variant["difference"]["tables"]["us_taliban"]["rungs"]["formal_talks"]]
        if rung["lo"] > 0 or rung["hi"] < 0
    ]
    [judgement] = [point for point in brief.judgements if point.lead == "What would change most"]
    assert f"{100 * max(sizes):.1f} percentage points" in judgement.text


SWEEP = """
parley_experiment: 1
title: How patient
scenario: scenario.yaml
design: grid
factors: {patience: {path: parties.rebels.patience, title: Patience of the rebels, values: [2, 30]}}
histories: 200
headline: talks.settlement
"""
DOUBT = """
parley_experiment: 1
title: What it rests on
scenario: scenario.yaml
design: sobol_indices
factors: all_uncertain
points: 64
histories: 100
headline: talks.settlement
"""


@pytest.mark.parametrize(
    ("text", "words"), [(SWEEP, "Patience of the rebels"), (DOUBT, "Of what is not known, most rests on")]
)
def test_sweeps_and_sensitivity_say_what_would_change_it_most(text, words, tmp_path):
    beliefs = {name: {"settles": {"beta": [2, 2]}} for name in ("rebels", "state")}
    folder = played(tmp_path, scenario(parties=beliefs))
    (tmp_path / "experiment.yaml").write_text(text)
    done = parley("sweep", "experiment.yaml", "--out", "experiment", "--quiet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    brief = content([folder, tmp_path / "experiment"])
    [judgement] = [point for point in brief.judgements if point.lead == "What would change most"]
    assert words in judgement.text
    assert "change" in [section.name for section in brief.sections]
    assert typst_page.pdf(brief)


def test_levers_say_what_would_change_it_most(tmp_path):
    folder = played(tmp_path, scenario())
    line = [
        "lever",
        "scenario.yaml",
        "--target",
        "talks.settlement=0.3",
        "--histories",
        "200",
        "--out",
        "lever",
        "--quiet",
    ]
    done = parley(*line, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    brief = content([folder, tmp_path / "lever"])
    [judgement] = [point for point in brief.judgements if point.lead == "What would change most"]
    assert judgement.text.startswith("If “")
    assert re.search(r"goes from .* to .* histories \(tried on 200\)\.", judgement.text)
    assert typst_page.pdf(brief)


def test_rivals_begin_with_the_weighted_mean(brief):
    [section] = [section for section in brief.sections if section.name == "rivals"]
    words, table, *_ = section.blocks
    assert words.startswith("What older and simpler models")
    assert isinstance(table, Table)
    assert table.head[1].startswith("Weighted")
    assert "mean" in table.head[1]
    assert len(table.rows) == len(load(AFGHAN).scenario.issues)


def test_the_runs_stand_side_by_side(brief):
    [section] = [section for section in brief.sections if section.name == "beside"]
    assert section.blocks[0].head[1:] == (
        "Second US–Taliban meeting, September 2018",
        "If the Qatar office were recognised first",
    )


def test_a_run_alone_has_no_empty_sections(tmp_path):
    names = [section.name for section in content([played(tmp_path, scenario())]).sections]
    assert names == ["path", "ending", "blocks", "basis", "again"]


def test_how_to_reproduce_it(folder, brief):
    texts = " ".join(str(block) for block in brief.sections[-1].blocks)
    (commands,) = [block.lines for block in brief.sections[-1].blocks if isinstance(block, Code)]
    asked = [note.read_text().strip() for note in folder.glob("*/*.command")]
    assert asked
    assert set(asked) < set(commands), "and those of the runs"
    manifest = json.loads((folder / "base" / "manifest.json").read_bytes())
    for part in ("parley run", manifest["scenario_sha256"], manifest["rules_sha256"], manifest["versions"]["parley"]):
        assert part in texts


def test_a_file_named_by_itself_brings_the_command_beside_it(folder, tmp_path):
    (asked,) = folder.glob("compare/*.command")
    shutil.copy(asked.with_suffix(".json"), tmp_path / "mine.json")
    assert len(read([folder / "base", tmp_path / "mine.json"]).commands) == len(read([folder / "base"]).commands)
    (tmp_path / "mine.command").write_text("parley compare …\n", encoding="utf-8")
    assert read([folder / "base", tmp_path / "mine.json"]).commands[-1] == "parley compare …"
    (tmp_path / "mine.command").write_bytes(b"\xff")
    with pytest.raises(BriefError, match=r"mine\.command cannot be read"):
        read([folder / "base", tmp_path / "mine.json"])


# ------------------------------------------------------------------------------
# The PDF


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())


def test_the_pdf_is_tagged_and_says_its_language_and_title(brief, pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == brief.title
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_every_figure_of_the_pdf_has_its_words(brief, pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    alts = [str(node["/Alt"]) for node in nodes(reader.trailer["/Root"]["/StructTreeRoot"]) if "/Alt" in node]
    figures = [block for section in brief.sections for block in section.blocks if isinstance(block, Figure)]
    assert len(figures) == len(alts) == 3
    kinds = [str(node["/S"]) for node in nodes(reader.trailer["/Root"]["/StructTreeRoot"]) if "/S" in node]
    assert {"/H1", "/Table", "/TH", "/L", "/Figure"} <= set(kinds)


def nodes(node):
    node = node.get_object()
    if isinstance(node, pypdf.generic.DictionaryObject):
        yield node
        kids = node.get("/K", [])
        kids = kids.get_object()
        for kid in kids if isinstance(kids, pypdf.generic.ArrayObject) else [kids]:
            if not isinstance(kid, int | pypdf.generic.NumberObject):
                yield from nodes(kid)


def test_all_fonts_of_the_pdf_are_embedded(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    fonts = {str(f["/BaseFont"]): f for f in (o.get_object() for o in every(reader)) if is_font(f)}
    assert fonts
    for name, font in fonts.items():
        assert "/ToUnicode" in font, name
        descendant = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = descendant["/FontDescriptor"].get_object()
        assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")), name


def every(reader):
    return [
        reader.get_object(pypdf.generic.IndirectObject(n, 0, reader)) for n in range(1, int(reader.trailer["/Size"]))
    ]


def is_font(thing) -> bool:
    return (
        isinstance(thing, dict)
        and thing.get("/Type") == "/Font"
        and thing.get("/Subtype") in {"/Type0", "/TrueType", "/Type1"}
    )


def test_the_same_brief_has_the_same_bytes(folder, brief, pdf, page):
    again = content([folder / name for name in FOLDERS])
    assert again == brief
    assert typst_page.pdf(again) == pdf
    assert html(again).decode() == page


def test_the_pdf_has_two_to_four_pages_with_text_in_figures_too(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert 2 <= len(reader.pages) <= 4
    assert typst_page._pages(pdf) == len(reader.pages)
    found = text_of(pdf)
    assert "How 300 simulated histories end" in found
    assert "Prisoners exchanged" in found


def test_both_say_the_same(brief, pdf, page):
    pdf_text = re.sub(r"[\s\u00ad-]", "", text_of(pdf))
    page_text = re.sub(r"\s", "", plain_text(page))
    for point in (*brief.caveats, *brief.judgements):
        for text, found in ((re.sub(r"[\s-]", "", point.text), pdf_text), (re.sub(r"\s", "", point.text), page_text)):
            assert text in found, point.text


# ------------------------------------------------------------------------------
# The HTML file


class Outline(HTMLParser):
    """Tags in order, with their attributes, and the text."""

    def __init__(self):
        super().__init__()
        self.tags, self.open, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "link", "img", "hr"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    found.close()
    assert found.open == []
    return found


def plain_text(page: str) -> str:
    return " ".join(outline(page).text)


def test_the_page_loads_nothing(page):
    assert "http" not in re.sub(r">[^<]*<", "><", page)
    assert "@import" not in page
    assert not re.search(r"url\((?!&quot;#|\"?#|\"data:)", page)
    for tag, attributes in outline(page).tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "img"}
        for name, value in attributes.items():
            if name in {"href", "src", "xlink:href"}:
                assert value.startswith("#"), value


def test_headings_are_in_order(page):
    levels = [int(tag[1]) for tag, _ in outline(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_picture_has_its_words_and_every_table_its_caption(page):
    tags = outline(page).tags
    pictures = [attributes for tag, attributes in tags if tag == "svg"]
    assert len(pictures) == 3
    for attributes in pictures:
        assert attributes["role"] == "img"
        assert len(attributes["aria-label"]) > 40
        assert "viewbox" in attributes
    names = [tag for tag, _ in tags]
    assert names.count("table") == names.count("caption") == names.count("thead") > 3
    assert all("scope" in attributes for tag, attributes in tags if tag == "th")
    assert ("html", {"lang": "en"}) in tags
    assert names.count("main") == names.count("title") == 1


def test_ids_are_unique_and_links_lead_to_them(page):
    tags = outline(page).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for target in re.findall(r'(?:href="|url\()#([^")]+)', page):
        assert target in ids, target
    for _, attributes in tags:
        for target in attributes.get("aria-labelledby", "").split():
            assert target in ids


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_at_least_four_and_a_half():
    style = (ROOT / "experiments" / "brief" / "page.css").read_text()
    inks = set(re.findall(r"(?<![-\w])color: (#\w{6})", style))
    grounds = set(re.findall(r"background: (#\w{6})", style))
    assert len(inks) >= 3
    assert len(grounds) >= 2
    for ink in inks:
        for ground in grounds:
            light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_the_page_prints(page):
    assert "@media print" in page
    assert "break-inside: avoid" in page


# ------------------------------------------------------------------------------
# Any input


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes_keep_to_two_to_four_pages(name, tmp_path):
    brief = content([played(tmp_path, EXTREMES[name]())])
    data = typst_page.pdf(brief)
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert 2 <= len(reader.pages) <= 4
    outline(html(brief).decode())
    assert_nothing_runs_off(typst_page.pictures(brief, 60))


def assert_nothing_runs_off(pages: list[bytes]) -> None:
    """Nothing is printed in the outer part of the margins."""
    from PIL import Image

    for page in pages:
        grey = np.asarray(Image.open(io.BytesIO(page)).convert("L"))
        margin = round(60 * 12 / 25.4)
        for edge in (grey[:margin], grey[-round(60 * 7 / 25.4) :], grey[:, :margin], grey[:, -margin:]):
            assert edge.min() > 250


def test_a_brief_does_not_end_on_a_nearly_empty_page(brief, monkeypatch):
    """Where a narrower room mends it, that is taken; the end is where the last ink above the foot is."""
    from PIL import Image

    last = np.asarray(Image.open(io.BytesIO(typst_page.pictures(brief, 25.4)[-1])).convert("L"))  # a dot a millimetre
    assert np.flatnonzero((last[:-20] < 200).any(axis=1)).max() >= typst_page.NEARLY_EMPTY - 5
    tried = []
    monkeypatch.setattr(typst_page, "_end", lambda *_: 0.0 if len(tried) < 2 else 200.0)
    monkeypatch.setattr(
        typst_page, "as_data", lambda brief, room, real=typst_page.as_data: tried.append(room) or real(brief, room)
    )
    typst_page.pdf(brief)
    assert len(tried) > 2  # went on to narrower rooms


def test_markup_in_names_is_text(tmp_path):
    title = '#read("/etc/hostname") *b* _i_ $x$ @a <b>&amp; `c` \\ // [d] = e'
    brief = content([played(tmp_path, scenario(title=title, tables={"talks": {"title": title}}))])
    assert re.sub(r"\s", "", title) in re.sub(r"\s", "", text_of(typst_page.pdf(brief)))
    assert title in plain_text(html(brief).decode())


def test_long_tables_are_cut_where_least_is_lost():
    rows = tuple((str(i), "") for i in range(10))
    table = Table("", ("a", "b"), rows, (), tuple(float(i % 5) for i in range(10)))
    assert [row[0] for row in table.heaviest(3)] == ["3", "4", "9"]
    assert table.heaviest(9) == rows  # one row alone is not worth leaving out
    assert table._replace(weights=()).heaviest(2) == rows[:2]


def test_quotations_of_the_pdf_are_counted_where_cut(brief):
    data = typst_page.as_data(brief, typst_page.ROOMS[-1])
    blocks = [block for section in data["sections"] for block in section["blocks"] if block["kind"] == "quotations"]
    total = sum(len(block.quotations) for s in brief.sections for block in s.blocks if isinstance(block, Quotations))
    assert blocks[0]["more"] == f"{total} quotations more in the HTML version."


# ------------------------------------------------------------------------------
# The command


def test_the_command_writes_both_into_the_first_run(folder):
    done = parley("brief", *FOLDERS, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["base/brief.pdf", "base/brief.html"]
    assert (folder / "base" / "brief.pdf").read_bytes().startswith(b"%PDF")
    assert not (folder / "office" / "brief.pdf").exists()


def test_one_format_and_json_files(folder):
    (folder / "office" / "brief.pdf").unlink(missing_ok=True)
    done = parley("brief", "office", "--format", "html", cwd=folder)
    assert done.returncode == 0
    assert not (folder / "office" / "brief.pdf").exists()
    found = read([folder / "base", folder / "ablation" / "ablation.json", folder / "base" / "rivals.json"])
    assert len(found.ablations) == 1
    assert len(found.rivals) == 2


NO_TYPST = "import sys; sys.modules['typst'] = None; from experiments.cli import main; main()"


def test_without_typst_the_html_is_written_and_a_command_adds_it(folder):
    (folder / "base" / "brief.pdf").unlink(missing_ok=True)
    line = [sys.executable, "-c", NO_TYPST, "brief", "base"]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False, env=environment())
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["base/brief.html"]
    assert "python -m pip install typst" in done.stderr
    alone = subprocess.run(
        [*line, "--format", "pdf"], cwd=folder, capture_output=True, text=True, check=False, env=environment()
    )
    assert alone.returncode == 2
    assert "python -m pip install typst" in alone.stderr


def bad_folders(folder: Path) -> dict[str, list[str]]:
    (folder / "empty").mkdir(exist_ok=True)
    unfinished = folder / "unfinished"
    unfinished.mkdir(exist_ok=True)
    (unfinished / "manifest.json").write_text('{"scenario": "x"}')
    (folder / "damaged").mkdir(exist_ok=True)
    (folder / "damaged" / "manifest.json").write_text("{")
    other = json.loads((folder / "ablation" / "ablation.json").read_bytes()) | {"scenario_sha256": "0"}
    (folder / "other").mkdir(exist_ok=True)
    (folder / "other" / "ablation.json").write_text(json.dumps(other))
    return {
        "absent": ["absent"], "empty": ["empty"], "unfinished": ["unfinished"], "damaged": ["damaged"],
        "no run": ["ablation"], "of another scenario": ["base", "other"], "a text": ["base", str(AFGHAN)],
    }  # fmt: skip


@pytest.mark.parametrize(
    "what", ["absent", "empty", "unfinished", "damaged", "no run", "of another scenario", "a text"]
)
def test_a_bad_folder_is_one_line(folder, what):
    before = sorted(folder.rglob("brief.*"))
    done = parley("brief", *bad_folders(folder)[what], cwd=folder)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(folder.rglob("brief.*")) == before


def test_a_missing_part_leaves_out_the_path_only(tmp_path):
    folder = played(tmp_path, scenario())
    (folder / "part-000000.parquet").unlink()
    brief = content([folder])
    [section] = [section for section in brief.sections if section.name == "path"]
    assert not any(isinstance(block, Figure) for block in section.blocks)


def test_an_unreadable_file_is_named(tmp_path):
    folder = without_hashes(played(tmp_path, scenario()))
    (folder / "summary.json").write_text("[]")
    with pytest.raises(BriefError, match=r"summary\.json cannot be read"):
        read([folder])


@pytest.mark.parametrize("case", CASES)
def test_the_briefs_of_the_documentation_are_of_their_cases(case):
    path, scenario = ROOT / CASES[case], load(SCENARIOS / f"{case}.yaml").scenario
    found = text_of(path.read_bytes())
    assert scenario.title in found
    assert day(scenario.as_of) in found
    assert "over assumptions that nobody can settle" in found
    assert 2 <= len(pypdf.PdfReader(path).pages) <= 4


def test_the_first_judgement_answers_the_question(folder, brief):
    told = json.loads((folder / "base" / "summary.json").read_bytes())
    reached = told["tables"]["us_taliban"]["rungs"]["formal_talks"]
    assert brief.judgements[0].lead == "The answer"
    assert "“Formal talks” or a later step is reached" in brief.judgements[0].text
    assert f"in {100 * reached['p']:.0f} of 100 simulated histories" in brief.judgements[0].text


@pytest.mark.parametrize(("answers", "first"), [("swap.talks", "Swap"), ("swapped", "Swap"), (None, "Talks")])
def test_the_ladder_in_question_comes_before_longer_ones(answers, first, tmp_path):
    rungs = [{"name": name, "agenda": []} for name in ("meeting", "talks")]
    data = scenario(
        question="Do they swap?", answers=answers,
        tables={"talks": {"rungs": [*rungs, *PLAIN["tables"]["talks"]["rungs"]]}, "swap": {"parties": ["rebels", "state"], "rungs": rungs}},
        outcomes={"swapped": {"table": "swap", "reached": "talks"}, "deal": None, "no_deal": None, "nothing": {"otherwise": True}},
    )  # fmt: skip
    leads = [point.lead for point in content([played(tmp_path, data, 50)]).judgements]
    assert next(lead for lead in leads if lead in {"Swap", "Talks"}) == first
