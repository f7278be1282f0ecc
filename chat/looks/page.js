// What needs no server and every tab uses: hover cards, copying, light and dark. Each script
// of the page is a block of its own; they share window.chatPage.
// Text of documents only ever enters the page through textContent here.
(() => {
  if (window.chatPage) return;

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const hideCard = () => { card.hidden = true; };
  // ---- the address names what is looked at: it can be reloaded, passed on and gone back to
  const named = (name) => new URLSearchParams(location.hash.slice(1)).get(name) ?? '';
  const rename = (name, value, anew) => {
    if (named(name) === value) return;
    const parts = new URLSearchParams(location.hash.slice(1));
    if (value) parts.set(name, value); else parts.delete(name);
    const address = location.pathname + location.search + (parts.size ? `#${parts}` : '');
    if (anew) history.pushState(null, '', address); else history.replaceState(null, '', address);
  };
  window.chatPage = { one, all, hideCard, named, rename };

  const FIRST_TAB = 'ask';
  const openTab = (name) => one(`[role=tab][data-tab-id="${CSS.escape(name)}"]:not([aria-selected=true])`)?.click();
  const openNamed = () => openTab(named('tab') || FIRST_TAB);
  window.addEventListener('popstate', openNamed);
  document.addEventListener('chat:drawn', () => {
    const note = () => {
      const tab = one('[role=tab][aria-selected=true]')?.dataset.tabId ?? FIRST_TAB;
      rename('tab', tab === FIRST_TAB ? '' : tab, true);
    };
    // Someone may have been faster than the page, or be led to a tab by another button.
    if (named('tab')) openNamed(); else note();
    new MutationObserver(note).observe(one('[role=tablist]'), { subtree: true, attributeFilter: ['aria-selected'] });
  }, { once: true });

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
  for (const name of ['mouseover', 'focusin']) {
    document.addEventListener(name, (event) => {
      const target = event.target.closest?.('[data-quote]');
      if (target) showCard(target); else hideCard();
    });
  }
  document.addEventListener('focusout', hideCard);
  document.addEventListener('input', hideCard);
  document.addEventListener('scroll', hideCard, true);

  // ---- copying: as text and, where there is more to it, as HTML for Word. The clipboard needs
  // a secure page; elsewhere the page copies as if someone had pressed the keys.
  const asPressed = (kinds) => {
    const fill = (event) => {
      for (const [kind, words] of Object.entries(kinds)) event.clipboardData.setData(kind, words);
      event.preventDefault();
    };
    document.addEventListener('copy', fill, { once: true });
    document.execCommand('copy');
    document.removeEventListener('copy', fill);
  };
  const copy = async (button) => {
    const kinds = { 'text/plain': button.dataset.copy };
    if (button.dataset.copyHtml) kinds['text/html'] = button.dataset.copyHtml;
    try {
      const blobs = Object.entries(kinds).map(([kind, words]) => [kind, new Blob([words], { type: kind })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    } catch {
      asPressed(kinds);
    }
    // Who copies twice in a moment still gets the label back.
    button.dataset.label ??= button.textContent;
    button.textContent = '已复制';
    setTimeout(() => { button.textContent = button.dataset.label; }, 1500);
  };

  // ---- what gradio says in its own words, whatever the language of the page
  const foreign = new Map([
    ['Connection to the server was lost. Attempting reconnection...',
      '与程序的连接断了，正在重新连接；接上后这一页会自己恢复。'],
    ['Error', '出错了'], ['Warning', '提醒'], ['Info', '提示'],
  ]);
  new MutationObserver(() => {
    for (const toast of all('.toast-body')) {
      const words = document.createTreeWalker(toast, NodeFilter.SHOW_TEXT);
      while (words.nextNode()) {
        const said = foreign.get(words.currentNode.data.trim());
        if (said) words.currentNode.data = said;
      }
    }
  }).observe(document.body, { subtree: true, childList: true });

  // ---- the place below the tabs, which some tabs fill to the end of the window
  const fit = () => {
    const row = one('#page-row');
    if (!row) return;
    const top = row.getBoundingClientRect().top + window.scrollY;
    document.documentElement.style.setProperty('--page-top', `${Math.round(top)}px`);
  };
  window.addEventListener('resize', fit);
  document.addEventListener('chat:drawn', fit);

  // ---- each tab is found again where it was left, though the tabs share one page
  const places = new Map();
  document.addEventListener('click', (event) => {
    const tab = event.target.closest('[role=tab]');
    const left = tab && one('[role=tab][aria-selected=true]');
    if (!left || left === tab) return;
    places.set(left.dataset.tabId, window.scrollY);
    requestAnimationFrame(() => setTimeout(() => window.scrollTo(0, places.get(tab.dataset.tabId) ?? 0)));
  }, true);

  // ---- what the tabs show fits the room they have: all of a phone, or what the source leaves
  const room = new ResizeObserver(([{ target, contentRect }]) => {
    target.classList.toggle('cramped', contentRect.width < 1000);
  });
  document.addEventListener('chat:drawn', () => {
    const tabs = one('#tabs-column');
    if (tabs) room.observe(tabs);
  });

  document.addEventListener('click', (event) => {
    hideCard();
    const target = event.target.closest('button, a');
    if (!target) return;
    if (target.dataset.copy !== undefined) copy(target);
    else if ('theme' in target.dataset) switchTheme();
    else if (target.dataset.tab) openTab(target.dataset.tab);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hideCard();
  });
})();
