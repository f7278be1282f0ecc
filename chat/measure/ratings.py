"""What visitors thought of answers, to be saved as question sets."""

from __future__ import annotations

from chat.looks.language import say
from chat.looks.markup import escape


def ratings_html(good: int, bad: int) -> str:
    """Return how many answers were rated, with a way to save each kind; "" for none."""
    if not good and not bad:
        return ""
    told = say("大家评过的回答：有帮助 {good} 条，没帮助 {bad} 条", good=good, bad=bad)
    kinds = (("good", good, "有帮助的存为题集"), ("bad", bad, "没帮助的存为待改题集"))
    links = " ".join(
        f'<a class="quiet" href="feedback/{kind}.jsonl" download>{escape(say(words))}</a>'
        for kind, count, words in kinds
        if count
    )
    return f'<p class="ratings"><span>{escape(told)}</span> {links}</p>'
