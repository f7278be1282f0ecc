"""今年 and 去年 in a text whose title names its year."""

from rag.language.dated import inherited_years, told_years

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
