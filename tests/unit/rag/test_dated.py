"""今年 and 去年 in a text whose title names its year."""

from rag.language.dated import inherited_months, inherited_years, told_months, told_years
from rag.question import classify
from rag.reading.setting import speaks_of_other

REPORT = "2025年政府工作报告"


def test_the_title_dates_what_is_said_of_this_and_the_last_year() -> None:
    assert told_years("过去一年，粮食产量再创新高。", REPORT) == {"2024"}
    assert told_years("今年预期目标是增长5%。", REPORT) == {"2025"}
    assert told_years("比去年有所下调。", REPORT) == frozenset()


def test_a_title_of_several_years_dates_nothing() -> None:
    assert told_years("今年建成10个。", "行动计划（2025—2027年）") == frozenset()


def test_the_last_heading_counts_and_a_label_cuts_off_what_stands_above_it() -> None:
    assert inherited_years(f"{REPORT}\n一、2024年工作回顾\n就业稳定。") == {"2024"}
    holidays = "关于2019年放假安排的通知\n一、元旦：\n2018年12月30日至31日。\n二、春节：\n"
    assert inherited_years(holidays) == {"2019"}


def test_months_are_told_one_by_one_as_a_range_or_as_a_quarter() -> None:
    assert told_months("2020年10月和12月31日") == {10, 12}
    assert told_months("2020年3月至5月") == told_months("3—5月") == {3, 4, 5}
    assert told_months("一季度") == {1, 2, 3}
    assert told_months("截至2022年底") == told_months("2022年末") == {12}
    assert told_months("历时3个月，月薪5千") == frozenset()


def test_a_month_is_inherited_within_its_line_only() -> None:
    assert inherited_months("4月开工。\n2月签约，随后施工。") == {2}
    assert inherited_months("4月开工。\n随后施工。") == frozenset()


def test_a_sentence_of_another_month_speaks_of_another_time() -> None:
    asked = classify("公司在2021年9月分发了多少股利？")
    assert speaks_of_other(asked, "2021年4月，公司分发了1亿元股利。", "")
    assert speaks_of_other(asked, "公司分发了1亿元股利。", "2021年4月，公司开会。")
    assert not speaks_of_other(asked, "第三季度，公司分发了1亿元股利。", "")
    at_the_end = classify("2022年底建成多少个基站？")
    assert speaks_of_other(at_the_end, "截至2022年7月，建成基站196.8万个。", "")
    assert not speaks_of_other(at_the_end, "截至2022年底，建成基站231.2万个。", "")
    when = classify("2021年1月印发的办法何时施行？")
    assert not speaks_of_other(when, "本办法自2021年3月1日起施行。", "")
