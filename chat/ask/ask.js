// The conversation: it follows its end, counts characters, and obeys the keyboard.
(() => {
  const { one, all } = window.chatPage;

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

  // ---- how much room is left in the question
  const count = () => {
    const box = one('#question textarea');
    const counter = one('#counter');
    if (box && counter) counter.textContent = `${box.value.length} / ${box.maxLength}`;
  };
  document.addEventListener('input', count);
  document.addEventListener('chat:drawn', (event) => {
    count();
    if (event.detail.closest('#talk')) toEnd();
  });

  document.addEventListener('click', (event) => {
    const target = event.target.closest('button');
    if (target?.dataset.event === 'ask' || target?.closest('#send')) follow = true;
  });
  document.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && event.target.closest?.('#question')) follow = true;
    const stop = one('#stop');
    if (event.key === 'Escape' && stop && stop.offsetParent !== null) {
      stop.click();
      event.preventDefault();
    }
  });
})();
