// The source panel: opening, closing, stepping from citation to citation.
(() => {
  const { one, all } = window.chatPage;
  const panel = () => one('#panel-column');
  const opened = () => one('#panel-column .source');
  const chipsOf = (turn) => {
    const seen = new Set();
    return all(`[data-event="cite"][data-turn="${CSS.escape(turn)}"]`).filter((chip) => {
      const { doc, start, end } = chip.dataset;
      const place = `${doc}:${start}:${end}`;
      if (chip.closest('#panel-column') || seen.has(place)) return false;
      seen.add(place);
      return true;
    });
  };
  const samePlace = (a, b) => a.doc === b.doc && a.start === b.start && a.end === b.end;
  const position = () => {
    const source = opened();
    if (!source) return null;
    const chips = chipsOf(source.dataset.turn);
    return { chips, at: chips.findIndex((chip) => samePlace(chip.dataset, source.dataset)) };
  };
  const step = (by) => {
    const found = position();
    if (!found) return;
    const next = found.chips[found.at + by];
    if (next) next.click();
  };
  const closePanel = () => { panel()?.classList.remove('open'); };
  const drawPanel = () => {
    const source = opened();
    if (!source) return closePanel();
    panel().classList.add('open');
    const { chips, at } = position();
    one('.step', source).textContent = at < 0 ? '' : `${at + 1} / ${chips.length}`;
    one('[data-step="-1"]', source).disabled = at <= 0;
    one('[data-step="1"]', source).disabled = at < 0 || at >= chips.length - 1;
    for (const chip of all('[data-event="cite"].current')) chip.classList.remove('current');
    for (const chip of all('[data-event="cite"]')) {
      if (!chip.closest('#panel-column') && chip.dataset.turn === source.dataset.turn) {
        chip.classList.toggle('current', samePlace(chip.dataset, source.dataset));
      }
    }
    const text = one('.source-text', source);
    const mark = one('mark', source);
    if (mark) text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - 80;
  };


  document.addEventListener('chat:drawn', (event) => {
    if (event.detail.closest('#panel')) drawPanel();
  });
  document.addEventListener('click', (event) => {
    const target = event.target.closest('button');
    if (!target) return;
    if (target.dataset.step) step(Number(target.dataset.step));
    else if ('close' in target.dataset) closePanel();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) closePanel();
  });
})();
