// The tab 资料库: files dropped on the page, the sheet over it.
(() => {
  const { one, all } = window.chatPage;
  // ---- the head of a column keeps the focus though the table is drawn anew
  let head = null;
  document.addEventListener('click', (event) => {
    head = event.target.closest('#documents [data-column]')?.dataset.column ?? null;
  });
  document.addEventListener('chat:drawn', (event) => {
    if (head && event.detail.closest('#documents')) one(`#documents [data-column="${head}"]`)?.focus();
  });

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
  document.addEventListener('click', (event) => {
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
