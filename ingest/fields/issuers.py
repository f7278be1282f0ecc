"""Who issued a document and where it applies, read off names and document numbers."""

from __future__ import annotations

import re

PROVINCES = {
    "京": "北京", "津": "天津", "冀": "河北", "晋": "山西", "蒙": "内蒙古", "辽": "辽宁",
    "吉": "吉林", "黑": "黑龙江", "沪": "上海", "苏": "江苏", "浙": "浙江", "皖": "安徽",
    "闽": "福建", "赣": "江西", "鲁": "山东", "豫": "河南", "鄂": "湖北", "湘": "湖南",
    "粤": "广东", "桂": "广西", "琼": "海南", "渝": "重庆", "川": "四川", "黔": "贵州",
    "滇": "云南", "云": "云南", "藏": "西藏", "陕": "陕西", "甘": "甘肃", "青": "青海",
    "宁": "宁夏", "新": "新疆", "港": "香港", "澳": "澳门", "台": "台湾",
}  # fmt: skip
_PROVINCE = re.compile(
    rf"(?P<name>{'|'.join(sorted(set(PROVINCES.values()), key=len, reverse=True))})"
)
_NAME = r"(?:(?![全各该了省市])[\u4e00-\u9fff]){2,3}(?<!本)(?<!..城)"  # 在全市, 研究城市 name none
_CITY = re.compile(
    rf"(?:^|[^\u4e00-\u9fff省区])(?P<name>{_NAME})市(?!场(?!景)|[民容政值])|"
    rf"(?:省|自治区)(?P<name2>{_NAME})市"
)
_NATIONAL = re.compile(
    r"^(?:中共中央|中央|国务院|全国人大|全国人民代表大会|国家|中国|最高人民|中华人民共和国|"
    r"(?:工业和信息化|科学?技术?|教育|财政|商务|交通运输|农业农村|生态环境|自然资源|住房和?城乡建设|"
    r"人力资源和?社会保障|民政|公安|司法|文化和旅游|水利|应急管理|外交|国防)部)"
)
_NATIONAL_NUMBER = re.compile(r"^(?:国[办发函令]|中[办发]|国)")
_NUMBER_ISSUERS = (
    ("国办", "国务院办公厅"),
    ("国发", "国务院"),
    ("国函", "国务院"),
    ("国令", "国务院"),
    ("中办", "中共中央办公厅"),
    ("中发", "中共中央"),
    ("工信部", "工业和信息化部"),
    ("发改", "国家发展和改革委员会"),
    ("国科发", "科学技术部"),
    ("财", "财政部"),
)
ORG = (
    r"[\u4e00-\u9fff（）()]{0,28}(?:国务院|中共中央|中央军委|人大常委会|常务委员会|人民政府|办公厅|办公室|委员会|"
    r"指挥部|[\u4e00-\u9fff]小组|管委会|法院|检察院|总局|总署|总会|联合会|协会|学会|银行|党委|市委|省委|区委|县委|"
    r"政府|[\u4e00-\u9fff]部|[\u4e00-\u9fff]厅|[\u4e00-\u9fff]局|[\u4e00-\u9fff]委|[\u4e00-\u9fff]署|[\u4e00-\u9fff]院|"
    r"中心|大学|学院|公司|集团|人社部|网信办|国资委)"
)
_LAZY = ORG.replace("{0,28}", "{0,28}?", 1)
_TITLE_ISSUER = re.compile(
    rf"^(?P<who>{_LAZY}(?:[、 ，]{{1,2}}{_LAZY}){{0,19}}(?:等[\u4e00-\u9fff\d]{{1,4}}部门)?) ?"
    r"(?=关于|印发|转发|批转|公布|发布|对|《)"
)
_SIGNED = re.compile(rf"^{ORG}$")


def issuer_of_title(title: str) -> str:
    """Return the issuer a title opens with (国务院办公厅关于…), or ""."""
    found = _TITLE_ISSUER.match(title)
    return tidy_issuers(found["who"]) if found else ""


def issuer_of_number(number: str) -> str:
    """Return the issuer that the letters of a document number stand for, or ""."""
    return next((name for mark, name in _NUMBER_ISSUERS if number.startswith(mark)), "")


def is_signature(line: str) -> bool:
    """Tell whether a line is the name of an office and nothing else."""
    return len(line) <= 40 and all(_SIGNED.match(part) for part in re.split("[、 \u3000]+", line))


def tidy_issuers(text: str) -> str:
    """Join the names of several issuers with 、."""
    return "、".join(part for part in re.split(r"[、，,;；\s]+", text) if part)


def find_region(issuer: str, title: str, number: str) -> str:
    """Return 全国, a province or a city that the document applies to, "" if it does not say.

    The issuer decides, then the title, then the first letter of the document number.
    """
    for text in (issuer, title):
        if _NATIONAL.match(text):
            return "全国"
        if found := _PROVINCE.search(text):
            return found["name"]
        if city := _CITY.search(text):
            return city["name"] or city["name2"] or ""
    if _NATIONAL_NUMBER.match(number):
        return "全国"
    return PROVINCES.get(number[:1], "") if re.match(r".[政府办发委科经工市]", number) else ""
