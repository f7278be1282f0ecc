// The source panel: opening, closing, stepping from citation to citation.
(() => {
  const { one, all, hideCard } = window.chatPage;
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
    if (!next) return;
    const held = panel()?.contains(document.activeElement) ? document.activeElement : null;
    next.click();
    landing = held && (held.dataset.step ? `[data-step="${held.dataset.step}"]:enabled` : '.source-text');
  };
  // What someone looks at stays where it is while all around it becomes narrower or wider. What
  // follows the width of the page is laid out a frame later.
  const hold = (seen, box, change) => {
    const at = seen?.isConnected ? seen.getBoundingClientRect() : null;
    change();
    if (!at || at.bottom < 0 || at.top > window.innerHeight) return;
    const back = () => { box.scrollTop += seen.getBoundingClientRect().top - at.top; };
    back();
    requestAnimationFrame(() => setTimeout(back));
  };
  // Who came by keyboard reads on in the panel, and is back where it was opened when it closes.
  let opener = null;
  const show = (open) => {
    if (panel()?.classList.contains('open') === open) return;
    // On a phone the source lies over all else: going back is leaving it.
    if (open && !wide()) history.pushState({ source: true }, '');
    else if (!open && history.state?.source) history.back();
    hold(opener, opener?.closest('#talk') ?? document.scrollingElement, () => {
      panel().classList.toggle('open', open);
      document.dispatchEvent(new CustomEvent('chat:panel'));
    });
  };
  let landing = null;
  const closePanel = (byKey = false) => {
    const back = byKey && panel()?.contains(document.activeElement) ? opener : null;
    show(false);
    if (!back) return;
    // What was drawn anew since stands for the same place.
    const same = (chip) => samePlace(chip.dataset, back.dataset);
    (back.isConnected ? back : all('[data-event="cite"]').find(same))?.focus();
    hideCard();
  };
  // What is read in another place needs other sources; going back there is no leaving this one.
  const leave = () => {
    if (history.state?.source) history.replaceState(null, '');
    closePanel();
  };
  // ---- outline and pages stay as the reader left them; on a phone the outline closes by itself
  const wide = () => window.innerWidth > 820;
  const ROOMY = 900; // pixels, from which a page is legible beside the outline
  const kept = { outline: null, pages: localStorage.getItem('chat-pages') === 'true' };
  const settle = (source) => {
    if (kept.outline === null || !wide()) kept.outline = wide() && source.clientWidth > (kept.pages ? ROOMY : 520);
    for (const name of ['outline', 'pages']) {
      const button = one(`[data-toggle="${name}"]`, source);
      source.classList.toggle(`with-${name}`, Boolean(button) && kept[name]);
      button?.setAttribute('aria-pressed', String(kept[name]));
    }
  };
  const toggle = (name) => {
    const source = opened();
    const on = !source.classList.contains(`with-${name}`);
    const other = name === 'pages' ? 'outline' : 'pages';
    if (on && source.clientWidth < ROOMY && source.classList.contains(`with-${other}`)) toggle(other);
    const text = one('.source-text', source);
    const top = text.getBoundingClientRect().top;
    const seen = [...all('mark', text), ...text.children].find((each) => each.getBoundingClientRect().bottom > top);
    hold(seen, text, () => source.classList.toggle(`with-${name}`, on));
    one(`[data-toggle="${name}"]`, source).setAttribute('aria-pressed', String(on));
    kept[name] = on;
    if (name === 'pages') localStorage.setItem('chat-pages', String(on));
  };
  const drawPanel = () => {
    const source = opened();
    if (!source) {
      // Why a source cannot be shown is shown in its place.
      if (one('#panel .trouble')) show(true); else closePanel();
      return;
    }
    show(true);
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
    settle(source);
    const text = one('.source-text', source);
    if (landing) (one(landing, source) ?? text).focus({ preventScroll: true });
    const aim = one('[data-aim]', source) ?? one('mark', source);
    if (aim) text.scrollTop += aim.getBoundingClientRect().top - text.getBoundingClientRect().top - 80;
    const item = one('.outline [aria-current]', source);
    const list = item?.closest('.outline');
    if (item) list.scrollTop += item.getBoundingClientRect().top - list.getBoundingClientRect().top - 80;
  };

  window.addEventListener('popstate', (event) => {
    if (!event.state?.source) closePanel();
  });
  document.addEventListener('chat:drawn', (event) => {
    if (event.detail.closest('#panel')) drawPanel();
  });
  document.addEventListener('click', (event) => {
    // The source that was closed comes back unchanged: nothing is drawn then, so open it here.
    const chip = event.target.closest('[data-event="cite"]');
    if (chip) {
      if (!chip.closest('#panel-column')) opener = chip;
      landing = event.detail === 0 ? '.source-text' : null;
    }
    if (chip && opened() && samePlace(chip.dataset, opened().dataset)) show(true);
    const target = event.target.closest('button');
    if (!target) return;
    if (target.matches('[role=tab], #new, .talk-open')) leave();
    if (target.dataset.step) step(Number(target.dataset.step));
    else if (target.dataset.toggle) toggle(target.dataset.toggle);
    else if ('close' in target.dataset) closePanel(event.detail === 0);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) closePanel(true);
    if (event.target.matches?.('input, textarea, select') || event.ctrlKey || event.metaKey) return;
    if (event.key === 'n' || event.key === 'p') step(event.key === 'n' ? 1 : -1);
  });
})();
