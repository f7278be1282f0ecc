// The tab 资料库: filtering and sorting the table, the sheet over it.
(() => {
  const { one, all } = window.chatPage;
  const rows = () => all('#documents tbody tr');

  const filter = (text) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows()) {
      const held = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => held.includes(word));
    }
  };
  const sort = (head) => {
    const column = Number(head.dataset.sort);
    const down = head.getAttribute('aria-sort') === 'ascending';
    for (const other of all('#documents [data-sort]')) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const numeric = head.closest('tr').children.length - 2 === column;
    const value = (row) => row.children[column].textContent.trim();
    const compare = numeric
      ? (a, b) => Number(value(a).replace(/,/g, '')) - Number(value(b).replace(/,/g, ''))
      : (a, b) => value(a).localeCompare(value(b), 'zh-CN');
    const sorted = rows().sort((a, b) => (down ? compare(b, a) : compare(a, b)));
    one('#documents tbody').append(...sorted);
  };

  // ---- files dropped anywhere go into the library; a browser would leave the page to show them
  const note = document.createElement('div');
  note.id = 'drop-note';
  note.hidden = true;
  note.textContent = '松手就放进资料库';
  document.body.appendChild(note);
  const carries = (event) => event.dataTransfer?.types.includes('Files') && !event.target.closest?.('#upload');
  const takes = () => Boolean(one('.masthead[data-edits]')) && !one('#evaluate')?.offsetParent;
  const hand = async (files) => {
    one('[role=tab][data-tab-id=library]').click();
    for (let tries = 0; tries < 40; tries += 1) {
      const box = one('#upload input[type=file]');
      if (box) {
        box.files = files;
        box.dispatchEvent(new Event('change', { bubbles: true }));
        return;
      }
      await new Promise((again) => { setTimeout(again, 50); });
    }
  };
  document.addEventListener('dragover', (event) => {
    note.hidden = !carries(event) || !takes();
    if (carries(event)) event.preventDefault();
  });
  document.addEventListener('dragleave', (event) => { if (!event.relatedTarget) note.hidden = true; });
  document.addEventListener('drop', (event) => {
    note.hidden = true;
    if (!carries(event)) return;
    event.preventDefault();
    if (takes() && event.dataTransfer.files.length) hand(event.dataTransfer.files);
  });

  // ---- the sheet takes the focus when it opens and gives it back when it closes
  let before = null;
  const drawSheet = () => {
    const sheet = one('#sheet .sheet');
    document.body.classList.toggle('sheet-open', Boolean(sheet));
    if (sheet) {
      before ??= document.activeElement;
      (one('[role=alert]', sheet) ? one('.strong', sheet) : one('[data-event=close]', sheet)).focus();
    } else if (before) {
      before.focus?.();
      before = null;
    }
  };
  document.addEventListener('chat:drawn', (event) => {
    if (event.detail.closest('#sheet')) drawSheet();
  });
  document.addEventListener('input', (event) => {
    if (event.target.matches?.('[data-filter]')) filter(event.target.value);
  });
  document.addEventListener('click', (event) => {
    const head = event.target.closest('[data-sort]');
    if (head) sort(head);
    const jump = event.target.closest('[data-jump]');
    if (jump) document.getElementById(jump.dataset.jump)?.scrollIntoView({ block: 'start' });
    if (event.target.id === 'sheet') one('#sheet [data-event=close]')?.click();
  });
  document.addEventListener('keydown', (event) => {
    const sheet = one('#sheet .sheet');
    if (!sheet || event.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      one('[data-event=close]', sheet).click();
    } else if (event.key === 'Tab') {
      // The focus stays inside while the rest of the page lies below.
      const stops = all('button, input, select, [tabindex]', sheet).filter((each) => !each.disabled);
      const [first, last] = [stops[0], stops[stops.length - 1]];
      if (event.shiftKey ? document.activeElement === first : document.activeElement === last) {
        event.preventDefault();
        (event.shiftKey ? last : first).focus();
      }
    }
  }, true);
})();
