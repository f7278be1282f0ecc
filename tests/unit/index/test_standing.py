"""Relations lead to documents of the library, and tell which of them are no longer in force."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.library import Library
from index.names import document_keys, name_key
from rag.errors import LibraryError
from rag.types import Document, Filter, Metadata, Relation, RelationKind, StandingKind
from tests.library_material import cut, document_of, vectors_of

REPEALS, AMENDS, BASIS = RelationKind.REPEALS, RelationKind.AMENDS, RelationKind.BASIS


def policy(
    title: str,
    number: str = "",
    on: str = "",
    says: tuple[tuple[RelationKind, str, str], ...] = (),
    region: str = "",
) -> Document:
    """A document that says ``says`` (kind, title, number) of others, each in its own words."""
    text = f"{title}\n" + "\n".join(f"{kind.value}《{name}》{no}。" for kind, name, no in says)
    about = Metadata("policy", number=number, written_on=on, region=region)
    relations = []
    for kind, name, no in says:
        quote = f"{kind.value}《{name}》{no}"
        start = text.index(quote)
        relations.append(Relation(kind, name, no, start, start + len(quote), quote))
    document = document_of(text, f"{title}.txt", title, about)
    return Document(
        document.doc_id, title, text, document.source, document.sha256, about,
        relations=tuple(relations),
    )  # fmt: skip


def store(library: Library, *documents: Document) -> None:
    with library.writing() as writer:
        for document in documents:
            passages = cut(document)
            writer.put(document, passages, vectors_of(passages))


OLD = policy("场景创新管理办法", "甲办发〔2019〕3号", "2019-03-01")
NEW = policy(
    "场景培育实施办法",
    "甲办发〔2024〕8号",
    "2024-05-06",
    ((REPEALS, "场景创新管理办法", "甲办发[2019]3 号"), (BASIS, "没有收录的办法", "")),
)


def test_a_relation_comes_back_and_leads_to_its_document(library: Library) -> None:
    store(library, NEW)
    assert library.document(NEW.doc_id) == NEW
    assert [link.doc_id for link in library.links_from(NEW.doc_id)] == ["", ""]
    store(library, OLD)
    first, second = library.links_from(NEW.doc_id)
    assert (first.relation, first.doc_id) == (NEW.relations[0], OLD.doc_id)
    assert second.doc_id == ""


def test_a_repealed_document_says_by_what_and_since_when(library: Library) -> None:
    store(library, OLD, NEW)
    standing = library.standing([OLD.doc_id, NEW.doc_id])
    assert list(standing) == [OLD.doc_id]
    label = "已被《场景培育实施办法》（甲办发〔2024〕8号）废止（2024-05-06）"
    assert standing[OLD.doc_id].label == label
    assert standing[OLD.doc_id].by_doc_id == NEW.doc_id
    assert library.standing([OLD.doc_id], as_of="2024-05-05") == {}
    assert library.standing([OLD.doc_id], as_of="2024-05-06") != {}
    with library.writing() as writer:
        writer.set_aside(NEW.doc_id)
    assert library.standing([OLD.doc_id]) == {}


def test_one_that_says_so_itself_is_repealed(library: Library) -> None:
    gone = document_of("本办法已废止。", "a.txt", "旧办法", Metadata(status="repealed"))
    store(library, gone)
    assert library.standing([gone.doc_id])[gone.doc_id].label == "已废止"


def lasting(title: str, *, begins: str = "", ends: str = "") -> Document:
    """A document in force between two days."""
    text = f"{title}\n本办法自{begins}起施行，有效期至{ends}"
    term = text.splitlines()[1] if ends else ""
    about = Metadata("policy", effective_on=begins, expires_on=ends, term=term)
    return document_of(text, f"{title}.txt", title, about)


def test_one_whose_term_is_over_says_so_as_of_the_day_after(library: Library) -> None:
    old = lasting("场景补贴暂行办法", begins="2021-01-01", ends="2023-12-31")
    store(library, old)
    assert library.document(old.doc_id) == old
    assert library.standing([old.doc_id], as_of="2023-12-31") == {}
    stands = library.standing([old.doc_id], as_of="2024-01-01")[old.doc_id]
    assert stands.label == "有效期已满（至2023-12-31）"
    assert (stands.by_doc_id, stands.quote) == (old.doc_id, old.metadata.term)
    assert library.standing([old.doc_id])[old.doc_id] == stands
    early = library.standing([old.doc_id], as_of="2020-12-31")[old.doc_id]
    assert early.label == "尚未施行（自2021-01-01起）"
    for day, allowed in (("2020-06", 0), ("2022-01-01", 1), ("2024-01-01", 0), ("", 0)):
        rows = library.allowed_rows(Filter(as_of=day, in_force=True))
        assert rows is not None
        assert len(rows) == allowed, day


def test_a_term_that_was_made_longer_is_not_over(library: Library) -> None:
    old = lasting("场景补贴暂行办法", begins="2021-01-01", ends="2023-12-31")
    changed = policy("关于修改的决定", "", "2023-06-01", ((AMENDS, "场景补贴暂行办法", ""),))
    store(library, old, changed)
    assert library.standing([old.doc_id])[old.doc_id].kind is StandingKind.EXPIRED
    quote = "《场景补贴暂行办法》有效期延长至2030年12月31日"
    longer = policy("关于延期的通知", "", "2023-10-01")
    relation = Relation(AMENDS, "场景补贴暂行办法", "", 9, 9 + len(quote), quote)
    longer = replace(longer, text=f"关于延期的通知。\n{quote}。", relations=(relation,))
    store(library, longer)
    stands = library.standing([old.doc_id])[old.doc_id]
    assert (stands.kind, stands.by_doc_id) == (StandingKind.AMENDED, longer.doc_id)
    rows = library.allowed_rows(Filter(doc_ids=(old.doc_id,), in_force=True))
    assert rows is not None
    assert len(rows) == 1
    over = library.standing([old.doc_id], as_of="2020-01-01")
    assert over[old.doc_id].kind is StandingKind.PENDING


def test_a_repeal_counts_before_an_amendment_and_the_latest_of_each(library: Library) -> None:
    said = ("场景创新管理办法", "")
    first = policy("关于修改甲办法的决定", "", "2020-01-01", ((AMENDS, *said),))
    second = policy("关于修改乙办法的决定", "", "2021-01-01", ((AMENDS, *said),))
    store(library, OLD, first, second)
    assert library.standing([OLD.doc_id])[OLD.doc_id].by_doc_id == second.doc_id
    store(library, policy("废止若干文件的决定", "", "2020-06-01", ((REPEALS, *said),)))
    assert library.standing([OLD.doc_id])[OLD.doc_id].kind is StandingKind.REPEALED


def test_a_title_never_means_a_later_document_or_one_of_another_number(library: Library) -> None:
    later = policy("场景创新管理办法", "甲办发〔2025〕1号", "2025-01-01")
    store(library, later, NEW)
    assert library.standing([later.doc_id]) == {}
    untold = policy("另一办法文件", "", "2026-01-01", ((AMENDS, "场景创新管理办法", ""),))
    store(library, untold)
    assert library.standing([later.doc_id])[later.doc_id].kind is StandingKind.AMENDED


def test_a_title_alone_means_a_document_of_the_same_region(library: Library) -> None:
    says = ((REPEALS, "场景创新奖励办法", ""),)
    here = policy("场景创新奖励办法", "", "2019-01-01", region="浙江")
    store(library, here, policy("江苏的新办法", "", "2020-01-01", says, "江苏"))
    assert library.standing([here.doc_id]) == {}
    store(library, policy("浙江的新办法", "", "2020-01-01", says, "浙江"))
    assert library.standing([here.doc_id])[here.doc_id].by_title == "浙江的新办法"


def test_filters_leave_out_what_is_repealed_or_came_later(library: Library) -> None:
    undated = document_of("没有日期的材料", "u.txt", "材料")
    store(library, OLD, NEW, undated)

    def allowed(wanted: Filter) -> set[str]:
        rows = library.allowed_rows(wanted)
        assert rows is not None
        return {passage.doc_id for passage in library.passages(rows.tolist())}

    assert allowed(Filter(in_force=True)) == {NEW.doc_id, undated.doc_id}
    assert allowed(Filter(as_of="2020-12-31")) == {OLD.doc_id, undated.doc_id}
    assert allowed(Filter(as_of="2020-12-31", in_force=True)) == {OLD.doc_id, undated.doc_id}
    assert allowed(Filter(as_of="2019", doc_ids=(OLD.doc_id, undated.doc_id))) == {undated.doc_id}


def test_a_relation_must_be_a_slice(library: Library) -> None:
    bad = Document(
        "d", "标题", "正文", "d.txt", "0" * 64, relations=(Relation(BASIS, "某", "", 0, 2, "别的"),)
    )
    with pytest.raises(LibraryError, match="relation at 0:2"):
        store(library, bad)


@pytest.mark.parametrize(
    ("title", "issuer", "expected"),
    [
        ("关于印发《场景培育办法》的通知", "甲市人民政府", "场景培育办法"),
        ("甲市人民政府印发场景培育办法的通知", "", "场景培育办法"),
        ("场景培育办法（试行）", "", "场景培育办法"),
        ("关于场景培育的意见", "甲市人民政府", "甲市人民政府关于场景培育的意见"),
    ],
)
def test_keys_a_document_answers_to(title: str, issuer: str, expected: str) -> None:
    document = document_of("正文", "a.txt", title, Metadata(issuer=issuer))
    assert {name_key(title), name_key(expected)} <= set(document_keys(document))


def test_short_names_are_no_keys() -> None:
    assert name_key("办法") == name_key("实施意见") == ""
    assert name_key("中华人民共和国预算法") == name_key("预算法") == "预算法"
    assert name_key("国办发〔2025〕 37 号") == name_key("国办发[2025]37号") != ""
