"""What documents say about themselves; the wording is ours, the forms are the official ones."""

import json
import re
from pathlib import Path

import pytest

from ingest.fields.dates import read_date
from ingest.fields.issuers import find_region
from ingest.fields.metadata import read_metadata
from ingest.fields.names import split_names
from ingest.fields.titles import find_title
from ingest.loaders import load

SHARED = Path(__file__).parents[3].parent / "shared/corpus/gov_policies"
BODY = "为提升试验环境的开放水平，经市人民政府同意，现就有关事项通知如下，请认真贯彻执行。"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("2023-08-16 18:24:57，正文：某网 8 月 16 日消息，赛方科技今日发布了两款处理器。",
         "赛方科技今日发布了两款处理器"),
        ("，正文：云州网8月18日电8月17日，云州新区会见出席论坛的嘉宾。",
         "云州新区会见出席论坛的嘉宾"),
        ("7-27 05:24，正文：原标题：三百户居民用上新管道！市民点赞", "三百户居民用上新管道"),
        ("云州日报讯（记者 高明）市数据局16日发布新规。", "市数据局16日发布新规"),
        ("各位代表：\n我受市政府的委托，向大会作关于五年规划执行情况的说明。\n",
         "我受市政府的委托，向大会作关于五年规划执行情况的说明"),
        ("云州市人民代表大会关于工作报告的决议\n（2023年3月13日第三次会议通过）\n"
         "会议听取和审议了市长所作的工作报告\n",
         "云州市人民代表大会关于工作报告的决议"),
        ("会议听取和审议。", "会议听取和审议"),
        ("检测项目表\n编号 | 项目 | 周期 | 检测方法\n1 | 甲 | 三日 | 抽样\n", "检测项目表"),
    ],
)  # fmt: skip
def test_titles_of_texts_that_open_with_stamps_and_datelines(text: str, title: str) -> None:
    assert find_title(text, "a.txt") == title


def letter(number: str = "", date: str = "2025年11月7日", issuer: str = "云州市人民政府") -> str:
    return (
        f"{issuer}关于开放试验环境的通知\n{number}\n各区人民政府：\n{BODY}\n"
        f"按照《试点办法》（国发〔2018〕38号）执行。\n{issuer}\n{date}\n（此件公开发布）\n"
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("云政发〔2025〕37号", "云政发〔2025〕37号"),
        ("京政发[2020]3号", "京政发〔2020〕3号"),
        ("国办发(2025)37号", "国办发〔2025〕37号"),
        ("国办发（2025）37号", "国办发〔2025〕37号"),
        ("国办发【2025】37号", "国办发〔2025〕37号"),
        ("国办发［2025］37号", "国办发〔2025〕37号"),
        ("国办发明电〔2018〕15号", "国办发明电〔2018〕15号"),
        ("云科规〔2024〕第12号", "云科规〔2024〕第12号"),
        ("发文字号：云工信〔2023〕8号", "云工信〔2023〕8号"),
        ("（黔发改服务〔2020〕99号）", "黔发改服务〔2020〕99号"),
        ("", ""),
    ],
)
def test_document_number(written: str, read: str) -> None:
    assert read_metadata(letter(written), "", "a.txt").number == read


def test_a_number_that_is_only_referred_to_is_not_the_documents() -> None:
    text = f"关于进一步做好登记的通知\n根据《管理办法》（国发〔2018〕38号），{BODY}\n"
    assert read_metadata(text, "", "a.txt").number == ""


def test_decree() -> None:
    text = (
        "中华人民共和国国务院令\n第901号\n现公布《试验区条例》，自2026年1月1日起施行。\n总理 某某\n"
        "2025年10月8日\n试验区条例\n第一章 总则\n第一条 为了规范试验活动，制定本条例。\n"
    )
    title = find_title(text, "a.txt")
    found = read_metadata(text, title, "a.txt")
    assert title == "试验区条例"
    assert (found.number, found.issuer) == ("国务院令第901号", "国务院")
    assert (found.written_on, found.kind, found.region) == ("2025-10-08", "law", "全国")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("二〇二五年十一月七日", "2025-11-07"),
        ("二○二五年十月三十一日", "2025-10-31"),
        ("二零二〇年二月二十日", "2020-02-20"),
        ("一九九六年二月五日", "1996-02-05"),
        ("2025年11月7日", "2025-11-07"),
        ("2025 年 11 月 7 日", "2025-11-07"),
        ("2025年11月", "2025-11"),
        ("2025-11-07 10:20", "2025-11-07"),
        ("2025/1/7", "2025-01-07"),
        ("2025年13月7日", ""),
        ("2025年2月40日", ""),
        ("十一月七日", ""),
        ("", ""),
    ],
)
def test_dates(written: str, iso: str) -> None:
    assert read_date(written) == iso


@pytest.mark.parametrize("date", ["2025年11月7日", "二〇二五年十一月七日"])
def test_signature(date: str) -> None:
    found = read_metadata(letter(date=date), "关于开放试验环境的通知", "a.txt")
    assert (found.written_on, found.issuer, found.region) == (
        "2025-11-07",
        "云州市人民政府",
        "云州",
    )
    assert found.year == 2025


def test_field_table_of_a_web_page() -> None:
    text = (
        "索引号： | 0001/2018 | 主题分类： | 综合政务\n发文机关： | 国务院办公厅 | 成文日期： | "
        "2018年10月27日\n标 题： | 国务院办公厅关于印发试点方案的通知\n"
        "发文字号： | 国办函〔2018〕71号 | 发布日期： | 2018年11月09日\n各省人民政府：\n" + BODY
    )
    title = find_title(text, "a.html")
    found = read_metadata(text, title, "a.html")
    assert title == "国务院办公厅关于印发试点方案的通知"
    assert (found.issuer, found.number) == ("国务院办公厅", "国办函〔2018〕71号")
    assert (found.written_on, found.published_on) == ("2018-10-27", "2018-11-09")
    assert found.kind == "policy"


def test_the_name_of_a_column_beside_another_is_no_issuer() -> None:
    table = "场景名称 | 发布单位 | 联系人及电话\n智能诊疗 | 市卫健委 | 王1\n"
    assert read_metadata(table, "", "a.docx").issuer == ""


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("国务院办公厅关于加快场景培育的实施意见", "国务院办公厅"),
        ("国务院办公厅转发国家教委关于办班请示的通知", "国务院办公厅"),
        ("国务院、中央军委关于同意迁址的批复", "国务院、中央军委"),
        ("财政部 海关总署 税务总局关于免税的公告", "财政部、海关总署、税务总局"),
        ("工业和信息化部等五部门关于加快绿色发展的实施意见", "工业和信息化部等五部门"),
        ("云州市数据局印发《数据开放办法》的通知", "云州市数据局"),
        ("关于做好登记的通知", ""),
    ],
)
def test_issuer_of_the_title(title: str, issuer: str) -> None:
    assert read_metadata(BODY, title, "a.txt").issuer == issuer


@pytest.mark.parametrize(
    ("issuer", "title", "number", "region"),
    [
        ("国务院办公厅", "", "", "全国"),
        ("北京市人民政府", "", "", "北京"),
        ("", "合肥市场景创新行动计划", "", "合肥"),
        ("", "", "京政发〔2020〕3号", "北京"),
        ("", "", "国发〔2020〕3号", "全国"),
        ("", "安徽省数字经济条例", "", "安徽"),
        ("", "让市场说话", "", ""),
        ("", "在全市科技创新大会上的讲话", "", ""),
        ("", "关于本市食品经营的通知", "", ""),
        ("", "研究城市更新有关工作会议纪要", "", ""),
        ("", "本溪市支持中小企业若干措施", "", "本溪"),
        ("郑州市市场监管局", "", "", "郑州"),
    ],
)
def test_region(issuer: str, title: str, number: str, region: str) -> None:
    assert find_region(issuer, title, number) == region


@pytest.mark.parametrize(
    ("text", "title", "status"),
    [
        ("本办法自2024年1月1日起废止。" + BODY, "云州市试验办法", "repealed"),
        (BODY, "云州市试验办法（已废止）", "repealed"),
        ("有效性： | 已失效\n" + BODY, "云州市试验办法", "repealed"),
        ("有效性：有效\n" + BODY, "云州市试验办法", ""),
        (BODY + "《旧办法》（云政发〔2010〕1号）同时废止。", "云州市试验办法", ""),
        ("加强对失效药品的管理，" + BODY, "云州市药品办法", ""),
    ],
)
def test_status(text: str, title: str, status: str) -> None:
    assert read_metadata(text, title, "a.txt").status == status


def test_authors_and_kinds() -> None:
    article = f"港口里的新课堂\n本报记者 周恺 林秋\n{BODY}\n{BODY}\n（执笔：宋 嘉 郑明远）"
    assert read_metadata(article, "港口里的新课堂", "a.txt").kind == "news"
    assert set(read_metadata(article, "", "a.txt").authors) >= {"宋嘉", "郑明远"}
    faq = "问：可以申请吗？\n答：可以。\n问：多久？\n答：十天。"
    assert read_metadata(faq, "政策问答", "a.txt").kind == "faq"
    assert read_metadata(BODY, "云州市场景案例集", "a.txt").kind == "case"
    assert read_metadata(BODY, "2025年政府工作报告", "a.txt").kind == "report"
    assert read_metadata("", "", "").kind == ""


def test_split_names() -> None:
    assert split_names("吴滨高洪玮") == ("吴滨", "高洪玮")
    assert split_names("吴 滨 高洪玮") == ("吴滨", "高洪玮")
    assert split_names("徐建伟、韩晓、郭黛娇") == ("徐建伟", "韩晓", "郭黛娇")
    assert split_names("欧阳明月和李想等") == ("欧阳明月", "李想")
    assert split_names("") == ()


@pytest.mark.parametrize(
    ("text", "source", "title"),
    [
        (
            "国务院关于印发\n《试点方案》的通知\n国发〔2020〕1号\n",
            "a.txt",
            "国务院关于印发《试点方案》的通知",
        ),
        (
            "云州市人民政府关于开放\n道路、港口和\n仓库的批复\n云政函〔2020〕1号\n",
            "a.txt",
            "云州市人民政府关于开放道路、港口和仓库的批复",
        ),
        ("港口里的新课堂\n——来自云州的报道\n" + BODY, "a.txt", "港口里的新课堂——来自云州的报道"),
        ("关于延长登记期限的通知 各单位：" + BODY, "x.jsonl#7", "关于延长登记期限的通知"),
        (BODY, "资料/云州试点.txt", "云州试点"),
        (
            BODY,
            "a.txt",
            "为提升试验环境的开放水平，经市人民政府同意，现就有关事项通知如下，请认真贯彻执行",
        ),
        ("", "", ""),
    ],
)
def test_title(text: str, source: str, title: str) -> None:
    assert find_title(text, source) == title


def _field(html: str, name: str) -> str:
    found = re.search(name + r"</b></td>\s*<td[^>]*>(.*?)</td>", html, re.DOTALL)
    return re.sub(r"<[^>]+>|\s", "", found[1]) if found else ""


def test_real_state_council_pages() -> None:
    """The table on each page is the key; it is checked against what is read of the page."""
    pages = sorted((SHARED / "html").glob("*.html"))
    if not pages:
        pytest.skip("../shared is not there: no State Council pages to read")
    wrong = []
    for page in pages:
        html = page.read_text(encoding="utf-8")
        (document,) = load(page, page.name)
        said = document.metadata
        want = {
            "title": _field(html, "标　　题："),
            "number": _field(html, "发文字号："),
            "issuer": _field(html, "发文机关："),
            "written": read_date(_field(html, "成文日期：")),
        }
        got = {
            "title": re.sub(r"\s", "", document.title),
            "number": said.number,
            "issuer": said.issuer,
            "written": said.written_on,
        }
        wrong += [(page.name, key, got[key], want[key]) for key in want if got[key] != want[key]]
    assert len(wrong) <= 0.03 * 4 * len(pages), wrong


def test_real_letters_without_their_table() -> None:
    corpus = SHARED / "corpus.jsonl"
    if not corpus.exists():
        pytest.skip("../shared is not there: no policy corpus to read")
    records = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    records = [record for record in records if record["id"].startswith("policy:govcn")]
    right = 0
    for record in records:
        text = re.sub(r"(?<=[^\x00-\x7f])[ \u3000\xa0]+(?=[^\x00-\x7f])", "", record["text"])
        title = find_title(text, "a.txt")
        found = read_metadata(text, title, "a.txt")
        right += (re.sub(r"\s", "", title), found.issuer) == (record["title"], record["department"])
    assert right >= 0.95 * len(records)


def test_the_letterhead_over_an_official_title_is_no_part_of_it() -> None:
    head = "000128\n机密★1年\n特急\n云江市人民政府办公室文件\n云政办发〔2026〕18号\n━━━━━━━━\n"
    title = "云江市人民政府办公室关于印发场景\n开放实施方案的通知"
    text = f"{head}{title}\n各县（市、区）人民政府：\n现印发给你们。\n2026年4月12日\n"
    assert find_title(text, "a.docx") == title.replace("\n", "")


def test_a_deadline_in_a_table_is_no_day_of_publication() -> None:
    text = "项目汇总\n区域：东城区；完成率：75%；截止日期：2026-03-31\n"
    assert read_metadata(text, "项目汇总", "a.xlsx").published_on == ""
    assert (
        read_metadata(f"日期：2026-03-31\n{text}", "项目汇总", "a.txt").published_on == "2026-03-31"
    )


def test_the_head_of_a_table_is_no_author() -> None:
    text = "被装供应表\n代码 | 品名 | 单位 | 数量\n代码：1；品名：帽；单位：顶；数量：1\n"
    assert read_metadata(text, "被装供应表", "a.html").authors == ()


LETTER = "关于下达2024年场景创新项目计划的通知"


@pytest.mark.parametrize(
    "table",
    [
        "名称 | 金额\n名称：智慧停车项目；金额：100\n名称：低空物流项目；金额：200\n",
        "标题 | 发布日期 | 有效性\n标题：低空经济办法；发布日期：2020-03-01；有效性：已废止\n",
        "发布单位 | 时间\n发布单位：市交通局；时间：2021年3月\n",
        "时间 | 发布单位\n时间：2021-03-01；发布单位：市住建局\n",
        "名称 | 文号 | 状态\n名称：低空经济办法；文号：某政〔2020〕3号；状态：已废止\n",
        "状态 | 名称\n状态：已废止；名称：低空经济办法\n",
    ],
)
def test_rows_of_a_table_are_no_fields_of_the_document(table: str) -> None:
    text = f"{LETTER}\n{table}"
    assert find_title(text, "a.docx") == LETTER
    found = read_metadata(text, LETTER, "a.docx")
    assert (found.issuer, found.number, found.published_on, found.status) == ("", "", "", "")


def test_the_name_of_a_project_under_a_title_is_not_the_documents() -> None:
    project = "名称：智慧停车场建设项目\n地点：市中心\n"
    assert find_title(f"{LETTER}\n各区县：\n计划如下。\n{project}", "a.txt") == LETTER
    assert find_title(f"信息公开目录\n{project}{BODY}", "a.txt") == "智慧停车场建设项目"


@pytest.mark.parametrize(
    "said",
    [
        "你局关于《场景创新管理办法》（已废止）适用问题的请示收悉。",
        "你局请示的《场景管理办法》，该办法已于2020年废止，请按新办法执行。",
        "一、请停止执行《场景管理办法》（已废止）",
    ],
)
def test_a_letter_on_a_repealed_document_is_itself_in_force(said: str) -> None:
    title = "关于场景创新管理有关问题的复函"
    assert read_metadata(f"{title}\n市商务局：\n{said}\n", title, "a.txt").status == ""
    assert read_metadata(f"{title}（已废止）\n{said}\n", title, "a.txt").status == "repealed"
    assert read_metadata(f"（已废止）\n{title}\n{said}\n", title, "a.txt").status == "repealed"


@pytest.mark.parametrize(
    "when", ["一、时间：2024年5月20日上午9时", "会议安排如下。\n时间：2024年5月20日上午9时"]
)
def test_the_day_of_a_meeting_is_no_day_of_publication(when: str) -> None:
    title = "关于召开场景创新推进会的通知"
    text = f"{title}\n各区县政府：\n{when}\n二、地点：市政府\n云州市人民政府\n2024年5月8日\n"
    found = read_metadata(text, title, "a.txt")
    assert (found.published_on, found.written_on) == ("", "2024-05-08")
    dated = f"{title}\n来源：云州网 时间：2024年5月9日\n各区县政府：\n{when}\n"
    assert read_metadata(dated, title, "a.txt").published_on == "2024-05-09"


@pytest.mark.parametrize("number", ["财政部公告〔2023〕12号", "市政府办公室通知〔2020〕3号"])
def test_a_number_by_a_kind_of_document_keeps_its_issuer(number: str) -> None:
    assert read_metadata(letter(number), "", "a.txt").number == number
