// The conversation: it follows its end, counts characters, and obeys the keyboard.
(() => {
  const { one, all, named, rename } = window.chatPage;

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

  // ---- earlier exchanges come in above: what was read stays where it is
  let below = null;
  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-event=earlier]')) return;
    follow = false;
    below = talk().scrollHeight - talk().scrollTop;
  });
  document.addEventListener('chat:drawn', (event) => {
    if (below === null || !event.detail.closest('#finished')) return;
    talk().scrollTop = talk().scrollHeight - below;
    below = null;
  });

  // ---- a question half written outlives the page, which gradio loads anew after a lost connection
  const DRAFT = 'chat-draft';
  window.addEventListener('pagehide', () => {
    sessionStorage.setItem(DRAFT, one('#question textarea')?.value ?? '');
  });
  // What is put in before the page is ready would be lost: the first page is drawn by then.
  document.addEventListener('chat:drawn', function restore(event) {
    const box = one('#question textarea');
    if (!box || !event.detail.closest('#talk')) return;
    document.removeEventListener('chat:drawn', restore);
    if (document.activeElement === document.body) ready();
    const draft = sessionStorage.getItem(DRAFT);
    if (!draft || box.value) return;
    box.value = draft;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  });

  // ---- the next question can be typed at once, unless the keys are on the screen: there they
  // would lie over the answer
  const ready = () => {
    const box = one('#question textarea');
    if (window.matchMedia('(hover: none)').matches) box.blur(); else box.focus();
  };

  // ---- how much room is left in the question
  const count = () => {
    const box = one('#question textarea');
    const counter = one('#counter');
    if (box && counter) counter.textContent = `${box.value.length} / ${box.maxLength}`;
  };
  document.addEventListener('input', count);
  let rated = '';
  document.addEventListener('chat:drawn', (event) => {
    count();
    // What comes after an answer does not move what someone points at.
    const after = event.detail.closest('#offers') && one('#talk .reply:hover');
    if (event.detail.closest('#talk') && !after) toEnd();
    if (rated) one(`#${rated} .reasons`, event.detail)?.scrollIntoView({ block: 'nearest' });
  });

  // ---- what belongs to another exchange, or to another conversation
  let shown;
  const settle = () => {
    const last = all('#talk .turn').pop();
    const offers = one('#offers .offers');
    if (offers) offers.hidden = last?.id !== `turn-${offers.dataset.after}`;
    const here = one('.talk-heading')?.dataset.conversation;
    if (here === undefined || here === shown) return;
    rename('talk', here, Boolean(shown));
    shown = here;
  };
  // What is no longer in the list comes with the page.
  window.addEventListener('popstate', () => {
    const wanted = named('talk');
    if (shown === undefined || wanted === shown) return;
    const way = one(wanted ? `.talk-open[data-id="${CSS.escape(wanted)}"]` : '#new');
    if (way) way.click(); else location.reload();
  });
  document.addEventListener('chat:drawn', settle);

  // ---- the list of conversations, which comes over the talk where there is no room beside it
  const tighten = () => {
    const needed = one('#panel-column.open') ? 1560 : 1100;
    document.body.classList.toggle('tight', window.innerWidth <= needed);
  };
  tighten();
  window.addEventListener('resize', tighten);
  document.addEventListener('chat:panel', tighten);
  const drawer = (open) => {
    document.body.classList.toggle('drawer', open);
    one('[data-drawer]')?.setAttribute('aria-expanded', String(open));
  };

  const UNFOLDED = 'details.exports[open], details.narrow[open], details.help[open]';

  // ---- changing a question, renaming a conversation
  const edit = (turn) => {
    const form = one('.editing', turn);
    if (!form) return;
    form.hidden = false;
    one('.asked', turn).hidden = true;
    const box = one('textarea', form);
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  };
  const keep = (turn) => {
    one('.editing', turn).hidden = true;
    one('.asked', turn).hidden = false;
    one('[data-edit]', turn).focus();
  };

  document.addEventListener('click', (event) => {
    const target = event.target.closest('button');
    if (!event.target.closest('#talks-column, [data-drawer]')) drawer(false);
    for (const open of all(UNFOLDED)) {
      if (!open.contains(event.target) || event.target.closest('.exports a')) open.open = false;
    }
    if (!target) return;
    const { event: name } = target.dataset;
    if (name === 'ask' || name === 'reask' || target.closest('#send')) { follow = true; ready(); }
    rated = name === 'rate' ? target.closest('.turn').id : '';
    if (name === 'open' || target.closest('#new')) drawer(false);
    if ('drawer' in target.dataset) {
      drawer(!document.body.classList.contains('drawer'));
      if (event.detail === 0 && document.body.classList.contains('drawer')) one('#new').focus();
    }
    else if ('edit' in target.dataset) edit(target.closest('.turn'));
    else if ('keepQuestion' in target.dataset) keep(target.closest('.turn'));
    else if ('rename' in target.dataset) {
      const form = one('.renaming', target.closest('li'));
      form.hidden = !form.hidden;
      if (!form.hidden) one('input', form).select();
    }
  });
  // ---- keys
  const asking = () => { const tab = one('#ask-row'); return tab && tab.offsetParent !== null; };
  const escape = (event) => {
    const stop = one('#stop');
    const editing = event.target.closest?.('.editing');
    const renaming = event.target.closest?.('.renaming');
    const open = one(UNFOLDED);
    if (editing) keep(editing.closest('.turn'));
    else if (renaming) {
      renaming.hidden = true;
      one('[data-rename]', renaming.closest('li')).focus();
    } else if (open) {
      open.open = false;
      one('summary', open).focus();
    } else if (document.body.classList.contains('drawer')) {
      drawer(false);
      one('[data-drawer]').focus();
    } else if (stop && stop.offsetParent !== null) stop.click();
    else return;
    event.preventDefault();
  };
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || !asking()) return;
    const box = one('#question textarea');
    const typing = event.target.matches?.('input, textarea, select');
    if (event.key === 'Enter' && event.target === box) {
      follow = true;
      if (!event.shiftKey) setTimeout(ready);
    }
    else if (event.key === 'Enter' && !event.shiftKey && event.target.closest?.('.editing textarea')) {
      event.preventDefault();
      one('.send', event.target.closest('.editing')).click();
    } else if (event.key === 'Escape') escape(event);
    else if (event.key === 'ArrowUp' && event.target === box && !box.value) {
      const last = all('#talk .turn').pop();
      if (last) { event.preventDefault(); edit(last); }
    } else if (event.key === '/' && !typing && box) {
      event.preventDefault();
      box.focus();
    }
  });
})();
