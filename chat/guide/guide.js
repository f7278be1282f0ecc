// The tab 背景导读: jumping, zooming, narrowing to a province, handing in, printing.
(() => {
  const { one, all } = window.chatPage;

  const zoom = (button) => {
    const picture = button.closest('.picture');
    const svg = one('svg', picture);
    const canvas = one('.canvas', picture);
    const by = Number(button.dataset.zoom);
    const before = svg.getBoundingClientRect().width;
    const width = by ? Math.min(Math.max(before * by, canvas.clientWidth), 6000) : null;
    const middle = (canvas.scrollLeft + canvas.clientWidth / 2) / before;
    svg.style.width = width ? `${Math.round(width)}px` : '';
    canvas.scrollLeft = middle * svg.getBoundingClientRect().width - canvas.clientWidth / 2;
  };

  // A picture opens as wide as its words need to be legible.
  const open = (root) => {
    for (const svg of all('.picture svg[data-width]', root)) {
      svg.style.minWidth = `${Math.round(Number(svg.dataset.width) * 0.95)}px`;
      const canvas = svg.closest('.canvas');
      const flags = all('.flag', svg);
      const last = flags[flags.length - 1]?.getBoundingClientRect();
      if (last) canvas.scrollLeft += last.right - canvas.getBoundingClientRect().right + 24;
    }
  };

  const narrow = (province) => {
    const section = one('#guide-cases');
    for (const tile of all('.tile[data-province]', section)) {
      tile.setAttribute('aria-pressed', String(Boolean(province) && tile.dataset.province === province));
    }
    let shown = 0;
    for (const row of all('.case[data-of]', section)) {
      row.hidden = Boolean(province) && row.dataset.of !== province;
      shown += row.hidden ? 0 : 1;
    }
    const rest = one('.rest', section);
    if (rest && province) rest.open = true;
    one('.narrowed', section).hidden = !province;
  };

  // Gradio confines the rules of a media query to its own part of the page; these are for all.
  const paper = document.createElement('style');
  paper.textContent = `
    @media screen { #printed { display: none; } }
    @media print {
      body.printing-briefing > :not(#printed) { display: none !important; }
      #printed { color: #000; font: 9.5pt/1.45 sans-serif; }
      #printed .sheet { border: 0; padding: 0; font-size: 9.5pt; line-height: 1.45; background: #fff; }
      #printed .chip { all: unset; font-size: 7pt; color: #444; vertical-align: super; padding: 0 1px; }
      #printed section { break-inside: avoid; }
      #printed ul { list-style: none; margin: 0; padding: 0; }
    }`;
  document.head.appendChild(paper);

  // The sheet is printed from a copy that stands alone on the page.
  const print = () => {
    one('#printed')?.remove();
    const copy = document.createElement('div');
    copy.id = 'printed';
    copy.className = 'guide-section';
    copy.appendChild(one('#guide-briefing .sheet').cloneNode(true));
    document.body.appendChild(copy);
    document.body.classList.add('printing-briefing');
    window.addEventListener('afterprint', () => {
      document.body.classList.remove('printing-briefing');
      copy.remove();
    }, { once: true });
    window.print();
  };

  // Before the part tells Python of the click: what was written goes with it.
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-event="grade"]');
    if (button) button.dataset.answer = one('textarea', button.closest('.exam')).value;
  }, true);
  document.addEventListener('click', (event) => {
    const target = event.target.closest?.('[data-zoom], [data-province], [data-jump], [data-print]');
    if (!target) return;
    if (target.dataset.zoom !== undefined) zoom(target);
    else if (target.dataset.jump) one(`#${CSS.escape(target.dataset.jump)}`)?.scrollIntoView({ block: 'start' });
    else if (target.dataset.print !== undefined) print();
    else narrow(target.getAttribute('aria-pressed') === 'true' ? '' : target.dataset.province);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    if (!event.target.matches?.('svg [role=button]')) return;
    event.preventDefault();
    event.target.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  });
  // An outline comes when it is unfolded; what could not come is asked for again.
  document.addEventListener('toggle', async (event) => {
    const fold = event.target;
    const address = fold.open && fold.dataset.outline;
    if (!address) return;
    delete fold.dataset.outline;
    try {
      const told = await fetch(address);
      if (!told.ok) throw new Error(told.statusText);
      fold.insertAdjacentHTML('beforeend', await told.text());
    } catch {
      fold.dataset.outline = address;
      fold.open = false;
    }
  }, true);
  document.addEventListener('chat:drawn', (event) => {
    if (event.detail.closest('#guide')) open(event.detail);
  });
})();
