// What needs no server: hover cards, keyboard, copying, stepping through citations, scrolling.
// Text of documents only ever enters the page through textContent here.
(() => {
  if (window.chatPage) return;
  window.chatPage = true;
  document.documentElement.lang = 'zh-CN';

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // ---- light and dark
  const remembered = localStorage.getItem('chat-theme');
  if (remembered) document.body.classList.toggle('dark', remembered === 'dark');
  const switchTheme = () => {
    const dark = document.body.classList.toggle('dark');
    localStorage.setItem('chat-theme', dark ? 'dark' : 'light');
  };

  // ---- the card that shows a quote while hovering or focusing a chip
  const card = document.createElement('div');
  card.id = 'quote-card';
  card.setAttribute('role', 'tooltip');
  card.hidden = true;
  const cardTitle = card.appendChild(document.createElement('b'));
  const cardText = card.appendChild(document.createElement('p'));
  document.body.appendChild(card);

  const showCard = (target) => {
    const quote = target.dataset.quote;
    cardTitle.textContent = target.dataset.title || '';
    cardText.textContent = quote.length > 220 ? quote.slice(0, 220) + '…' : quote;
    card.hidden = false;
    const at = target.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left - 12), window.innerWidth - card.offsetWidth - 8);
    const above = at.top - card.offsetHeight - 8;
    card.style.left = `${left}px`;
    card.style.top = `${above > 8 ? above : at.bottom + 8}px`;
    target.setAttribute('aria-describedby', card.id);
  };
  const hideCard = () => { card.hidden = true; };
  for (const name of ['mouseover', 'focusin']) {
    document.addEventListener(name, (event) => {
      const target = event.target.closest?.('[data-quote]');
      if (target) showCard(target); else hideCard();
    });
  }
  document.addEventListener('focusout', hideCard);
  document.addEventListener('scroll', hideCard, true);

  // ---- copying; the clipboard needs a secure page, so there is a second way
  const copy = async (button) => {
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      area.style.position = 'fixed';
      document.body.appendChild(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    const label = button.textContent;
    button.textContent = '已复制';
    setTimeout(() => { button.textContent = label; }, 1500);
  };

  // ---- the source panel
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

  // ---- the conversation follows its end unless the reader scrolled up
  const talk = () => one('#talk');
  let follow = true;
  document.addEventListener('scroll', (event) => {
    const box = talk();
    if (event.target === box) follow = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  }, true);
  const toEnd = () => {
    const box = talk();
    const live = all('.turn', box).pop();
    if (!live || !follow) return;
    // A long answer grows downwards below its question, which stays in sight.
    const top = live.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
    box.scrollTop = Math.min(top, box.scrollHeight - box.clientHeight);
  };

  // The row of the two columns fills the window below wherever the tabs end.
  const fit = () => {
    const row = one('#ask-row');
    if (!row || row.offsetParent === null) return;
    const top = row.getBoundingClientRect().top + window.scrollY;
    document.documentElement.style.setProperty('--ask-top', `${Math.round(top)}px`);
  };
  window.addEventListener('resize', fit);

  document.addEventListener('chat:drawn', (event) => {
    fit();
    count();
    if (event.detail.closest('#panel')) drawPanel();
    else if (event.detail.closest('#talk')) toEnd();
  });

  // ---- clicks and keys
  document.addEventListener('click', (event) => {
    hideCard();
    const target = event.target.closest('button, a');
    if (!target) return;
    if (target.dataset.copy !== undefined) copy(target);
    else if (target.dataset.step) step(Number(target.dataset.step));
    else if ('close' in target.dataset) closePanel();
    else if ('theme' in target.dataset) switchTheme();
    else if ('confirm' in target.dataset) target.closest('.document').classList.add('asking');
    else if ('keep' in target.dataset) target.closest('.document').classList.remove('asking');
    if (target.dataset.event === 'ask' || target.closest('#send')) follow = true;
  });
  document.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && event.target.closest?.('#question')) follow = true;
    if (event.key !== 'Escape') return;
    hideCard();
    const stop = one('#stop');
    if (stop && stop.offsetParent !== null) stop.click();
    else closePanel();
  });

  // ---- how much room is left in the question
  function count() {
    const box = one('#question textarea');
    const counter = one('#counter');
    if (box && counter) counter.textContent = `${box.value.length} / ${box.maxLength}`;
  }
  document.addEventListener('input', count);
})();
