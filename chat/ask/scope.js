// Which documents may answer: finding one among many, and choosing the next.
(() => {
  const { one, all } = window.chatPage;

  // ---- of many choices those are listed that have the words; Enter takes the first of them
  const listed = (find) => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const options = all('option', one('select', find.parentElement));
    for (const option of options.slice(1)) {
      option.hidden = !words.every((word) => option.textContent.toLowerCase().includes(word));
    }
    return options.slice(1).find((option) => !option.hidden);
  };
  document.addEventListener('input', (event) => {
    if (event.target.matches?.('.find-option')) listed(event.target);
  });
  document.addEventListener('keydown', (event) => {
    const find = event.target;
    if (event.key !== 'Enter' || !find.matches?.('.find-option')) return;
    const select = one('select', find.parentElement);
    select.value = (find.value.trim() && listed(find)?.value) || '';
    // The part sends what is chosen with this very key; then all can be chosen again.
    setTimeout(() => { select.value = ''; find.value = ''; listed(find); });
  }, true);
  document.addEventListener('change', (event) => {
    const select = event.target.closest?.('.narrow select');
    if (select) setTimeout(() => { select.value = ''; });
  });
})();
