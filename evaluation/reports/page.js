"use strict";
(() => {
  const passages = [], questions = [];
  for (const line of document.getElementById("data").textContent.split("\n")) {
    if (!line) continue;
    const value = JSON.parse(line);
    if ("p" in value) passages[value.p] = value; else questions.push(value);
  }
  const at = (id) => document.getElementById(id);
  const PAGE = 100;
  const KINDS = Object.fromEntries([...at("kind").options].map((o) => [o.value, o.textContent]));
  const REASONS = { answer: "含答案", document: "出自应找到的文档", evidence: "含证据原文一半以上" };
  const RANKINGS = { dense: "语义", lexical: "词面", fused: "融合", reader: "精读" };
  let shown = PAGE;

  // Everything is set as text, never as markup: questions and documents are not trusted.
  function make(tag, text, cls) {
    const node = document.createElement(tag);
    if (text !== undefined && text !== null) node.textContent = text;
    if (cls) node.className = cls;
    return node;
  }
  function marked(text, words) {
    const node = make("p");
    let rest = text;
    const wanted = words.filter((word) => word && word.length > 1);
    while (rest) {
      let place = -1, word = "";
      for (const one of wanted) {
        const found = rest.indexOf(one);
        if (found >= 0 && (place < 0 || found < place)) { place = found; word = one; }
      }
      if (place < 0) { node.append(rest); break; }
      node.append(rest.slice(0, place), make("mark", word));
      rest = rest.slice(place + word.length);
    }
    return node;
  }
  // An answer that compares is a Markdown table; its cells part their statements by <br>.
  function table(rows, words) {
    const node = make("table");
    for (const line of rows.trim().split("\n")) {
      if (/^[|\s:-]+$/.test(line)) continue;
      const row = make("tr");
      for (const cell of line.trim().slice(1, -1).split("|")) {
        const shown = make("td");
        shown.append(marked(cell.trim().replaceAll("<br>", "\n"), words));
        row.append(shown);
      }
      node.append(row);
    }
    return node;
  }
  function written(text, words) {
    return text.split(/((?:^\|.*\n?)+)/m).filter((part) => part.trim())
      .map((part) => part.startsWith("|") ? table(part, words) : marked(part.trim(), words));
  }
  function missed(q) { return q.scores.answerable && !q.scores.retrieval["recall@10"]; }
  function disputed(q) {
    const judged = q.scores.judged;
    return judged !== null && (judged === 1) !== (q.scores.answer.contains === 1);
  }
  function fits(q) {
    const kind = at("kind").value, type = at("type").value, text = at("text").value.trim();
    if (kind === "*" && !q.failure || kind === "=" && q.failure || kind === "?" && !missed(q)
      || kind === "~" && !disputed(q)) return false;
    if (kind && !"*=?~".includes(kind) && q.failure !== kind) return false;
    if (type && q.type !== type) return false;
    return !text || q.question.includes(text) || q.scores.id.includes(text);
  }
  function percent(value) { return value === undefined ? "–" : (value * 100).toFixed(0) + "%"; }

  function reasons(q) {
    const s = q.scores, list = make("ul"), add = (ok, text) => list.append(make("li", (ok ? "✓ " : "✗ ") + text, ok ? "good" : "bad"));
    if (!s.answerable) {
      add(!s.answered, s.answered ? "资料里没有答案，应当拒答，却回答了" : "资料里没有答案，拒答正确");
    } else {
      // A question without reference answers measures the search alone.
      const graded = q.expected.required.length > 0;
      if (graded && !s.answered) add(false, "资料里有答案，却拒答了：各项回答指标计 0");
      if (s.first_rank) add(s.first_rank <= 10, "第一个相关段落排在第 " + s.first_rank + " 位");
      else add(false, "检索到的段落都不相关");
      q.expected.required.forEach((group, n) => {
        const found = q.why.named[n], limit = q.why.within;
        if (s.answered) add(found !== null, found !== null ? "前 " + limit + " 字说出了“" + found + "”"
          : "前 " + limit + " 字没有说出“" + group.join("”或“") + "”");
      });
      if (graded && s.answered) add(s.answer.em === 1, "短答案 EM " + percent(s.answer.em) + "，F1 " + percent(s.answer.f1) + "，Rouge-L " + percent(s.answer.rouge_l));
    }
    const c = s.citation;
    if (c.cited) add(c.exact === c.cited, c.exact + "/" + c.cited + " 条引文与原文逐字一致");
    if (c.judged) add(c.right === c.judged, c.right + "/" + c.judged + " 条引文切题（含答案或与证据重叠）");
    if (c.quotes) add(c.covered === c.quotes, c.covered + "/" + c.quotes + " 条证据有八成以上被引到");
    if (s.judged !== null) add(s.judged === 1, "语言模型评判：" + (s.judged === 1 ? "对" : "错"));
    return list;
  }
  function section(box, title, ...nodes) { box.append(make("h4", title), ...nodes); }
  function fill(box, q) {
    if (q.history.length) section(box, "此前的对话", ...q.history.map((turn) => make("p", "问：" + turn[0] + "\n答：" + turn[1])));
    if (q.understood && q.understood !== q.question) section(box, "理解为", make("p", q.understood));
    const names = q.expected.required.map((group) => group.join(" / ")).join("；");
    const expected = q.scores.answerable ? [make("p", names)] : [make("p", "应当拒答：资料里没有答案")];
    expected.push(...q.expected.evidence.map((quote, n) => {
      const node = make("blockquote", quote);
      if (q.why.covered[n] === false) node.append(make("span", "（没有被引到）", "faint"));
      return node;
    }));
    if (q.expected.positive_ids.length) expected.push(make("p", "应找到的文档：" + q.expected.positive_ids.join("、"), "faint"));
    if (q.expected.context_ids.length) expected.push(make("p", "只问这些文档：" + q.expected.context_ids.join("、"), "faint"));
    section(box, "应当", ...expected);
    section(box, "为什么这样计", reasons(q));
    const answered = written(q.answer.replaceAll("**", ""), q.expected.answers);
    if (q.short) answered.unshift(make("p", "短答案：" + q.short));
    answered.push(make("p", "置信度 " + q.scores.confidence.toFixed(2) + " · " + q.scores.latency_ms.toFixed(0) + " 毫秒", "faint"));
    answered.push(...q.notes.map((note) => make("p", "※ " + note, "faint")));
    section(box, q.scores.answered ? "系统的回答" : "系统拒答", ...answered);
    if (q.citations.length) section(box, "引文", ...q.citations.map((cited, n) => {
      const why = q.why.citations[n], node = make("div", null, "hit" + (why.right ? " yes" : ""));
      const page = cited.page ? " 第 " + cited.page + " 页" : "";
      node.append(make("p", "[" + cited.key + "] " + cited.title + page + "（" + cited.start + "–" + cited.end + "）"
        + (why.exact ? "" : " ✗ 与原文不一致") + (q.scores.answerable && q.scores.citation.judged ? (why.right ? " ✓ 切题" : " ✗ 不切题") : ""), "faint"));
      node.append(marked(cited.quote, q.expected.answers));
      return node;
    }));
    section(box, q.scores.answerable ? "检索到的段落" : "看过的段落", ...q.hits.map((hit, n) => {
      const passage = passages[hit[0]], why = q.why.hits[n], node = make("div", null, "hit" + (why ? " yes" : ""));
      const ranks = Object.entries(hit[1]).map((pair) => (RANKINGS[pair[0]] || pair[0]) + " " + pair[1]).join("，");
      node.append(make("p", (n + 1) + ". " + passage.title + "（" + passage.at.join("–") + "；" + ranks + "）"
        + (why ? " ✓ " + REASONS[why] : "") + (hit[2] ? " · 用作依据" : ""), "faint"), marked(passage.text, q.expected.answers));
      return node;
    }));
  }
  function row(q) {
    const node = make("details", null, "question"), head = make("summary");
    head.append(make("b", q.question), make("span", q.type, "faint"), make("span", q.failure ? KINDS[q.failure] || q.failure : KINDS["="], "badge " + (q.failure ? "bad" : "good")));
    node.append(head);
    node.addEventListener("toggle", () => {
      if (!node.open || node.childElementCount > 1) return;
      const box = make("div");
      box.append(make("p", q.scores.id, "faint"));
      fill(box, q);
      node.append(box);
    });
    return node;
  }
  function draw() {
    const found = questions.filter(fits);
    at("list").replaceChildren(...found.slice(0, shown).map(row));
    at("count").textContent = found.length + " / " + questions.length + " 题";
    at("more").hidden = found.length <= shown;
  }
  for (const type of [...new Set(questions.map((q) => q.type))].sort()) {
    const option = make("option", type);
    option.value = type;
    at("type").append(option);
  }
  for (const option of at("kind").options) {
    const n = { "": () => questions.length, "*": () => questions.filter((q) => q.failure).length, "=": () => questions.filter((q) => !q.failure).length,
      "?": () => questions.filter(missed).length, "~": () => questions.filter(disputed).length }[option.value];
    option.textContent += "（" + (n ? n() : questions.filter((q) => q.failure === option.value).length) + "）";
  }
  for (const id of ["kind", "type", "text"]) at(id).addEventListener("input", () => { shown = PAGE; draw(); });
  at("more").addEventListener("click", () => { shown += PAGE; draw(); });
  at("open").addEventListener("click", () => { for (const node of at("list").children) node.open = true; });
  draw();
})();
